import fc from 'fast-check';
import { expect, test } from 'vitest';
import { thinCheckpoints } from '../../../server/app/live-picture.ts';
import { createPast } from '../../../server/domain/replay/past.ts';
import type { Breath } from '../../../server/domain/replay/ports.ts';
import { breath } from '../../../server/store/breath.ts';
import { createCheckpoints } from '../../../server/store/checkpoints.ts';
import { createLog } from '../../../server/store/log.ts';
import { createReplayLog } from '../../../server/store/replay-log.ts';
import type { Entry, NewEntry } from '../../../shared/contract/entry.ts';
import { decodeFrame, entriesOf } from '../../../shared/contract/frame.ts';
import { decodePicture } from '../../../shared/contract/replay-picture.ts';
import type { View } from '../../../shared/contract/socket.ts';
import { type EpochMs, epochMs, type Seq, seq } from '../../../shared/model/ids.ts';
import { AUDIENCES, ROLES, type Role } from '../../../shared/model/vocabulary.ts';
import { emptyWorld, FOLD_VERSION, fold, type Snapshot, snapshotOf, worldFrom } from '../../../shared/rules/fold.ts';
import { projectSnapshot } from '../../../shared/rules/project-snapshot.ts';
import { viewOf } from '../../../shared/rules/view.ts';
import { logFromSeed } from '../../support/log-arbitrary.ts';
import { testDatabase } from '../../support/postgres.ts';

const BASE = 1_795_000_000_000;
const clock = (): EpochMs => epochMs(BASE + 10_000_000);
const VIEWS: View[] = ([...ROLES, 'display'] as (Role | 'display')[]).flatMap((role) =>
  AUDIENCES.flatMap((audience) => [null, ['11296', '11311']].map((areas) => viewOf({ role, areas: areas as never, audience }))),
);

/** A log in the real store whose moments of receipt are not quite in order, with worlds kept here and there. */
async function keptLog(seed: number, length: number, keptAt: readonly number[], made = logFromSeed(seed, length)) {
  const { database } = await testDatabase();
  const log = createLog({ pool: database.pool, clock });
  const checkpoints = createCheckpoints({ database, version: FOLD_VERSION });
  const jitter =
    fc.sample(fc.array(fc.integer({ min: -3000, max: 3000 }), { minLength: length, maxLength: length, size: 'max' }), {
      seed,
      numRuns: 1,
    })[0] ?? [];
  const all = made.map(({ seq: _, ...entry }, i) => {
    const at = epochMs(BASE + i * 200 + (jitter[i] ?? 0));
    return { ...entry, receivedAt: at } as NewEntry;
  });
  const { entries } = await log.commit({ arrivals: all.map((entry) => ({ entry, publisherKey: null })), quarantined: [], refused: [] });
  const world = emptyWorld();
  for (const entry of entries) {
    fold(world, entry);
    if (keptAt.includes(entry.seq)) await checkpoints.save(snapshotOf(world));
  }
  const replayLog = createReplayLog({ pool: database.pool });
  const past = createPast({ log: replayLog, worlds: checkpoints, breath, clock });
  return { database, entries, checkpoints, replayLog, past };
}

const foldedTo = (entries: readonly Entry[], last: number): Snapshot => {
  const world = emptyWorld();
  for (const entry of entries) if (entry.seq <= last) fold(world, entry);
  return snapshotOf(world);
};
/** Newest number of which everything before it, and it, was received by then. */
const knownAt = (entries: readonly Entry[], at: number): number =>
  (entries.find(({ receivedAt }) => receivedAt > at)?.seq ?? entries.length + 1) - 1;

/** What a frame changes of positions and of fields that an entry never had. */
const asSent = (snapshot: Snapshot): unknown => JSON.parse(JSON.stringify(snapshot));

test('REPLAY1 the world at any number equals folding from the start, whatever worlds are kept', async () => {
  const { entries, past } = await keptLog(81, 3000, [400, 1000, 1001, 2500]);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 3000 }), async (n) => {
      expect(await past.worldAt(seq(n))).toEqual(foldedTo(entries, n));
    }),
    { numRuns: 60, seed: 4 },
  );
});

test('REPLAY2 a picture at any moment is what each view may have of what was known then, and pages lead on from it', async () => {
  const { entries, past } = await keptLog(82, 2000, [600, 1500]);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: -5000, max: 405_000 }),
      fc.integer({ min: 0, max: 60_000 }),
      fc.constantFrom(...VIEWS),
      fc.integer({ min: 7, max: 400 }),
      async (offset, further, view, limit) => {
        const at = epochMs(BASE + offset);
        const made = await past.picture(view, at);
        if (!made.ok) throw new Error(made.error);
        const picture = decodePicture(made.value.bytes.slice().buffer as ArrayBuffer);
        const last = knownAt(entries, at);
        expect(picture.snapshot.seq).toBe(last);
        expect(picture.view.key).toBe(view.key);
        expect(asSent(picture.snapshot)).toEqual(asSent(projectSnapshot(view, foldedTo(entries, last))));

        // Played on: the same as a seek there.
        const world = worldFrom(picture.snapshot);
        const until = epochMs(at + further);
        let cursor: Seq = picture.snapshot.seq;
        for (let more = true; more; ) {
          const page = await past.page(view, cursor, until, limit);
          const frame = decodeFrame(page.bytes.slice());
          expect(frame.from).toBe(cursor + 1);
          for (const entry of entriesOf(frame)) fold(world, entry);
          cursor = frame.to;
          more = page.more;
          if (!more) expect(page.covered).toBe(until);
        }
        const { seq: _, ...played } = snapshotOf(world);
        const { seq: __, ...sought } = projectSnapshot(view, foldedTo(entries, knownAt(entries, until)));
        expect(asSent(played as Snapshot)).toEqual(asSent(sought as Snapshot));
      },
    ),
    { numRuns: 60, seed: 5 },
  );
});

/** Entries, and rows of a picture, that are worked through in one turn at most. */
const FOLDED_AT_ONCE = 100;
const ENCODED_AT_ONCE = 200;

test('REPLAY4 folding and encoding let others have their turns, and askers of the same share the work', async () => {
  const length = 3000;
  const [event] = logFromSeed(83, 1000).filter(({ kind, data }) => kind === 'camera-event.observed' && data.phase === 'new');
  if (!event) throw new Error('the seed has no such event');
  const city = Array.from({ length }, (_, i): Entry => ({ ...event, id: `event-${i}` }));
  const { replayLog, checkpoints } = await keptLog(83, length, [100], city);
  // How long a turn may take is the bench's matter: here each is over as soon as it may be, and what others get in between is counted.
  let turns = 0;
  const hurried = (): Breath => {
    const own = breath();
    return {
      isDue: () => true,
      async take() {
        let hadTheirs = false;
        setImmediate(() => {
          hadTheirs = true;
        });
        await own.take();
        if (hadTheirs) turns++;
      },
    };
  };
  const past = createPast({ log: replayLog, worlds: checkpoints, breath: hurried, clock });
  const view = viewOf({ role: 'duty-officer', areas: null, audience: 'operators' });
  const at = epochMs(BASE + length * 200 + 10_000);
  const world = await past.worldAt(seq(length));
  expect(turns).toBeGreaterThanOrEqual(Math.floor((length - 100) / FOLDED_AT_ONCE));

  turns = 0;
  const [one, other] = await Promise.all([past.picture(view, at), past.picture(view, at)]);
  expect(one.ok && other.ok && one.value.bytes === other.value.bytes).toBe(true);
  // The world was there: these are of encoding alone, and once for both.
  expect(world?.entries.length).toBe(length);
  expect(turns).toBeGreaterThanOrEqual(length / ENCODED_AT_ONCE);
  expect(turns).toBeLessThan((2 * length) / ENCODED_AT_ONCE);
  expect(past.held()).toBeLessThan(200 * 1024 * 1024);
  expect(await checkpoints.newestUpTo(seq(99))).toBeNull();
});

test('REPLAY9 a moment of which retention took something is said to be gone, and never drawn by half', async () => {
  const { database, past, replayLog, checkpoints } = await keptLog(84, 1500, [800]);
  const view = viewOf({ role: 'shift-lead', areas: null, audience: 'operators' });
  expect(await replayLog.span()).toMatchObject({ from: expect.closeTo(BASE, -5) });
  await database.pool.query(`delete from log_entry where seq <= 700 and retention = 'operational'`);
  expect(await past.picture(view, epochMs(BASE + 500 * 200))).toEqual({ ok: false, error: 'gone' });
  expect((await past.picture(view, epochMs(BASE + 1000 * 200))).ok).toBe(true);
  const span = await replayLog.span();
  expect(span?.from).toBe((await checkpoints.list())[0]?.at);
});

test('REPLAY3 what is kept of the past is thinned by rule in the store itself, and the newest stays', async () => {
  const { checkpoints } = await keptLog(85, 1200, [200, 400, 600, 800, 1000, 1200]);
  const policy = { spacing: 450, denseMs: 1e12, denseMax: 100, hourlyMs: 2e12 };
  await thinCheckpoints(checkpoints, clock(), policy);
  expect((await checkpoints.list()).map(({ seq }) => seq)).toEqual([200, 600, 1000, 1200]);
});
