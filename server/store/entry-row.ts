import type { Entry } from '../../shared/contract/entry.ts';

/** An entry as PostgreSQL hands it back; int8 arrives as a number, jsonb parsed. */
export type EntryRow = {
  seq: number;
  kind: string;
  id: string;
  area: string | null;
  classification: string;
  occurred_at: number;
  received_at: number;
  source: string;
  actor: string | null;
  drill: boolean;
  data: unknown;
};

export const ENTRY_COLUMNS = 'seq, kind, id, area, classification, occurred_at, received_at, source, actor, drill, data';

/** Entries were parsed before they were stored and never change, so they are not parsed again. */
export function entryOf(row: EntryRow): Entry {
  return {
    seq: row.seq,
    kind: row.kind,
    id: row.id,
    area: row.area,
    classification: row.classification,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
    source: row.source,
    actor: row.actor,
    drill: row.drill,
    data: row.data,
  } as Entry;
}
