import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHECKPOINT_POLICY, expendable, type Kept } from '../../../server/domain/replay/checkpoint-policy.ts';
import { epochMs, seq } from '../../../shared/model/ids.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = 1_795_000_000_000;
const KEEP = 121 * DAY;

/** As a node saves them: each so many entries, or each minute, whichever comes first. */
function saved(days: number, perSecond: number): Kept[] {
  const everyMs = Math.min(60_000, (CHECKPOINT_POLICY.spacing / perSecond) * 1000);
  const kept: Kept[] = [];
  for (let at = NOW - days * DAY, n = 0; at <= NOW; at += everyMs) {
    n += Math.round((everyMs / 1000) * perSecond);
    kept.push({ seq: seq(n), at: epochMs(Math.round(at)) });
  }
  return kept;
}
const left = (kept: readonly Kept[], now = NOW): Kept[] => {
  const gone = new Set(expendable(CHECKPOINT_POLICY, kept, now, KEEP));
  return kept.filter((one) => !gone.has(one.seq));
};

test('REPLAY3 any minute of the last two days is at most 5,000 entries from a kept world, older ones an hour, then a day', () => {
  const kept = left(saved(30, 6));
  for (const [i, one] of kept.entries()) {
    const next = kept[i + 1];
    if (!next) continue;
    const age = NOW - next.at;
    if (age < 2 * DAY) expect(next.seq - one.seq).toBeLessThanOrEqual(5000);
    else if (age < 14 * DAY) expect(next.at - one.at).toBeLessThanOrEqual(HOUR);
    else expect(next.at - one.at).toBeLessThanOrEqual(DAY);
  }
});

test('REPLAY3 the disk is bounded however much comes, and what is past retention goes', () => {
  const busy = left(saved(2, 500));
  expect(busy.length).toBeLessThanOrEqual(CHECKPOINT_POLICY.denseMax + 1);
  const old = left(saved(200, 0.05));
  expect(old.length).toBeLessThan(CHECKPOINT_POLICY.denseMax + 14 * 24 + 125);
  expect(old[0]?.at).toBeGreaterThanOrEqual(NOW - KEEP);
});

test('REPLAY3 thinning again changes nothing, and the newest always stays', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 5 * HOUR })), { minLength: 1, maxLength: 200 }),
      (steps) => {
        let [n, at] = [0, NOW - 40 * DAY];
        const kept = steps.map(([entries, ms]): Kept => {
          n += entries;
          at += ms;
          return { seq: seq(n), at: epochMs(at) };
        });
        const once = left(kept, at);
        expect(left(once, at)).toEqual(once);
        expect(once.at(-1)).toEqual(kept.at(-1));
      },
    ),
  );
});
