import { type EpochMs, epochMs, type SourceId } from '../../shared/model/ids.ts';
import type { Refusal } from '../domain/log/ports.ts';

export type Refusals = {
  add(source: SourceId, at: EpochMs, count: number): void;
  /** What has gathered; handed back with `restore` when it could not be written. */
  take(): Refusal[];
  restore(refusals: readonly Refusal[]): void;
  readonly pending: number;
};

const MINUTE_MS = 60_000;

/**
 * What was refused and is not in the ledger yet, by source and minute, so that an outage of any length stays small. Past
 * `max` rows a source's refusals join one of its earlier minutes: the sum stays right, the minute does not.
 */
export function createRefusals(max: number): Refusals {
  let rows = new Map<string, Refusal>();
  let pending = 0;

  const add = (source: SourceId, at: EpochMs, count: number): void => {
    if (count <= 0) return;
    const minute = epochMs(at - (at % MINUTE_MS));
    const key = `${source}|${minute}`;
    const row = rows.get(key) ?? (rows.size >= max ? anyOf(rows, source) : undefined);
    pending += count;
    if (row) row.count += count;
    else rows.set(key, { source, at: minute, count });
  };

  return {
    add,
    take() {
      const taken = [...rows.values()];
      rows = new Map();
      pending = 0;
      return taken;
    },
    restore(refusals) {
      for (const { source, at, count } of refusals) add(source, at, count);
    },
    get pending() {
      return pending;
    },
  };
}

/** Sources are few and registered by hand, so a row more for a new one never breaks the bound by much. */
function anyOf(rows: Map<string, Refusal>, source: SourceId): Refusal | undefined {
  for (const row of rows.values()) if (row.source === source) return row;
  return undefined;
}
