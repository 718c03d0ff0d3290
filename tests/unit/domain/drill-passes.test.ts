import { expect, it } from 'vitest';
import { decide } from '../../../server/domain/intake/decide.ts';
import type { Draft } from '../../../server/domain/intake/ports.ts';
import { standingOf } from '../../../server/domain/intake/standing.ts';
import { drillDay } from '../../../server/sources/drill/drill-day.ts';
import { DRILL_SOURCE } from '../../../server/sources/drill/drill-feed.ts';
import { referenceDrafts } from '../../../server/sources/reference/reference-entries.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { type EpochMs, epochMs, seq } from '../../../shared/model/ids.ts';
import { emptyWorld, fold } from '../../../shared/rules/fold.ts';

const HOUR_MS = 3_600_000;

it.each([8, 16])('DRILL7 the intake refuses nothing of the drill’s quarter hour from %i o’clock, and every area is of the city', (hour) => {
  const world = emptyWorld();
  const startsAt = epochMs(Date.UTC(2026, 10, 21, 17));
  const refused = new Map<string, string>();
  const put = (draft: Draft, receivedAt: EpochMs, drill: boolean): void => {
    const decided = decide(standingOf(world), draft, { receivedAt, drill, source: DRILL_SOURCE });
    if (!decided.ok) refused.set(`${draft.kind} ${decided.error.code} ${decided.error.pointer}`, `${draft.id}: ${decided.error.message}`);
    else for (const entry of decided.value) fold(world, { ...entry, seq: seq(world.seq + 1) } as Entry);
  };
  for (const draft of referenceDrafts(startsAt)) put(draft, startsAt, false);
  const day = drillDay({ seed: 7, startsAt });
  for (const { at, draft } of day.prelude()) put(draft, at, true);
  const from = epochMs(startsAt + hour * HOUR_MS);
  let played = 0;
  for (const { at, draft } of day.entries({ from, to: epochMs(from + HOUR_MS / 4) })) {
    put(draft, at, true);
    played++;
  }
  expect(played).toBeGreaterThan(1_000);
  expect(Object.fromEntries(refused)).toEqual({});
  for (const { area } of world.slots['camera-event.observed'].values()) expect(area).not.toBeNull();
});
