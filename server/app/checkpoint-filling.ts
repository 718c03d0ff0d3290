import { setTimeout as delay } from 'node:timers/promises';
import { type EpochMs, epochMs, type Seq, seq } from '../../shared/model/ids.ts';
import { emptyWorld } from '../../shared/rules/fold.ts';
import { CHECKPOINT_POLICY, type CheckpointPolicy, isCheckpointDue, type Kept } from '../domain/replay/checkpoint-policy.ts';
import { foldAll, heldStill, worldOf } from '../domain/replay/folding.ts';
import { breath } from '../store/breath.ts';
import type { Logger } from '../telemetry/logger.ts';
import { thinCheckpoints } from './live-picture.ts';
import type { NodeStore } from './node-store.ts';

export type CheckpointFilling = { start(): void; stop(): Promise<void> };

const PAGE = 1000;
/** The beginning of the log. */
const NOTHING: Kept = { seq: seq(0), at: epochMs(0) };

type Parts = Pick<NodeStore, 'checkpoints' | 'log' | 'replayLog'> & {
  clock: () => EpochMs;
  diagnostics: Pick<Logger, 'info' | 'warn'>;
  policy?: CheckpointPolicy;
  /** Share of the time that is left to others. */
  rest?: number;
};

/**
 * Makes the worlds that the policy would have kept and that are not there: after the fold has changed its meaning, after a restore, after
 * hours in which no node ran. In the background, on one node, and half of the time idle.
 */
export function fillCheckpoints({
  checkpoints,
  log,
  replayLog,
  clock,
  diagnostics,
  policy = CHECKPOINT_POLICY,
  rest = 0.5,
}: Parts): CheckpointFilling {
  let stopping = new AbortController();
  let running: Promise<void> | null = null;

  /** Neighbours that stand twice as far apart as they should. */
  async function gaps(): Promise<[from: Kept, to: Kept][]> {
    const kept = await checkpoints.list();
    const bounds = [NOTHING, ...kept, { seq: await log.head(), at: clock() }];
    return bounds.slice(1).flatMap((to, i): [Kept, Kept][] => {
      const from = bounds[i] as Kept;
      return to.seq - from.seq > 2 * policy.spacing && isCheckpointDue(policy, from.seq === 0 ? null : from, to, clock())
        ? [[from, to]]
        : [];
    });
  }

  async function fill(from: Kept, to: Kept): Promise<number> {
    const near = from.seq === 0 ? null : await checkpoints.nearest(from.seq);
    const own = breath();
    const world = near ? await worldOf(near, own) : emptyWorld();
    let last = from.seq === 0 ? null : from;
    let at = from.at;
    let made = 0;
    while (world.seq < to.seq && !stopping.signal.aborted) {
      const begun = performance.now();
      const page = await replayLog.between(world.seq, to.seq, PAGE);
      // What retention took away is not made up.
      if (page.length === 0 || page.some((entry, i) => entry.seq !== world.seq + 1 + i)) break;
      await foldAll(world, page, own);
      for (const { receivedAt } of page) if (receivedAt > at) at = receivedAt;
      const next: Kept = { seq: world.seq as Seq, at };
      if (next.seq < to.seq && isCheckpointDue(policy, last, next, clock())) {
        await checkpoints.save(heldStill(world));
        last = next;
        made++;
      }
      if (rest > 0) await delay(((performance.now() - begun) * rest) / (1 - rest), undefined, { signal: stopping.signal });
    }
    return made;
  }

  async function run(): Promise<void> {
    let made = 0;
    for (const [from, to] of await gaps()) made += await fill(from, to);
    if (made === 0) return;
    await thinCheckpoints(checkpoints, clock(), policy);
    diagnostics.info({ made }, 'worlds of the past were folded anew; any moment of these days is near one');
  }

  return {
    start() {
      stopping = new AbortController();
      running = run().catch((error: unknown) => {
        if (!stopping.signal.aborted)
          diagnostics.warn({ err: error }, 'worlds of the past could not be folded; replaying will take longer');
      });
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
