import type { Entry, NewEntry } from '../../shared/contract/entry.ts';
import type { Seq } from '../../shared/model/ids.ts';

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

/**
 * A stored entry with its number, in the same shape as `entryOf` makes it: whatever looks at entries meets one shape, whoever wrote
 * them, and need not look up each field by its name.
 */
export function numbered(entry: NewEntry, seq: Seq): Entry {
  return {
    seq,
    kind: entry.kind,
    id: entry.id,
    area: entry.area,
    classification: entry.classification,
    occurredAt: entry.occurredAt,
    receivedAt: entry.receivedAt,
    source: entry.source,
    actor: entry.actor,
    drill: entry.drill,
    data: entry.data,
  } as Entry;
}

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
