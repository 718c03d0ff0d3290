import type { Entry } from '../../../shared/contract/entry.ts';
import { type EpochMs, epochMs, type Seq, seq } from '../../../shared/model/ids.ts';
import { classificationOf } from '../../domain/intake/classification.ts';
import type { Draft } from '../../domain/intake/ports.ts';
import { hash } from './chance.ts';
import { DRILL_ID, DRILL_NAME, drillDay } from './drill-day.ts';
import { DRILL_SOURCE } from './drill-feed.ts';

/** A Monday, 00:00 in Hải Phòng. */
export const DRILL_EPOCH: EpochMs = epochMs(Date.UTC(2026, 10, 22, 17));

export type DrillEntriesParts = {
  seed: number;
  /** Midnight of the story. */
  startsAt?: EpochMs;
  /** Inclusive; absent: midnight. */
  from?: EpochMs;
  /** Exclusive; absent: until all lives have ended. */
  to?: EpochMs;
  /** At most so many, definitions included. */
  count?: number;
  /** Of the first entry. */
  startSeq?: Seq;
  density?: number;
  /** False: without the definitions that a world needs first. */
  prelude?: boolean;
};

/**
 * The drill as the log would hold it, made as it is read: for tests, benches and screens' fixtures. The same arguments give the
 * same bytes. Of the reference data (centre, areas) it makes nothing: that is not drill.
 */
export function* drillEntries(parts: DrillEntriesParts): Generator<Entry, void, undefined> {
  const { seed, startsAt = DRILL_EPOCH, count = Number.POSITIVE_INFINITY, prelude = true } = parts;
  const script = drillDay({ seed, startsAt, ...(parts.density === undefined ? {} : { density: parts.density }) });
  const first = parts.startSeq ?? seq(1);
  let made = 0;
  let received = 0;
  const entry = (draft: Draft): Entry => {
    const number = seq(first + made++);
    // Some milliseconds on the way, never overtaking each other.
    received = Math.max(received, draft.occurredAt + 4 + (hash(seed, number) % 60));
    return {
      seq: number,
      kind: draft.kind,
      id: draft.id,
      area: draft.area ?? null,
      classification: classificationOf(draft, undefined),
      occurredAt: draft.occurredAt,
      receivedAt: epochMs(received),
      source: DRILL_SOURCE,
      actor: draft.actor ?? null,
      drill: true,
      data: draft.data,
    } as Entry;
  };

  if (prelude) {
    const data = { state: 'running' as const, name: DRILL_NAME, reason: null };
    if (made < count) yield entry({ kind: 'drill.changed', id: DRILL_ID, area: null, occurredAt: startsAt, publisherKey: null, data });
    for (const { draft } of script.prelude()) {
      if (made >= count) return;
      yield entry(draft);
    }
  }
  const window = { ...(parts.from === undefined ? {} : { from: parts.from }), ...(parts.to === undefined ? {} : { to: parts.to }) };
  for (const { draft } of script.entries(window)) {
    if (made >= count) return;
    yield entry(draft);
  }
}
