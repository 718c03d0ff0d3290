import type { EpochMs, Seq } from '../../shared/model/ids.ts';
import { emptyWorld, fold, type World, worldFrom } from '../../shared/rules/fold.ts';
import { CHECKPOINT_POLICY, type CheckpointPolicy, expendable } from '../domain/replay/checkpoint-policy.ts';
import { heldStill } from '../domain/replay/folding.ts';
import { KEEP_DAYS } from '../store/housekeeping.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { NodeStore } from './node-store.ts';

const PAGE = 5000;
/** The newest one is never older than this: a start reads no more than a minute of the log. */
const CHECKPOINT_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;
/** Entries are dropped by whole months: the first day of one may outlive the rule by thirty days. */
const KEPT_MS = ((KEEP_DAYS.operational ?? 365) + 31) * DAY_MS;

/** The world as the log has it now: the newest checkpoint and the entries after it (START2). */
export async function readWorld({ checkpoints, log }: Pick<NodeStore, 'checkpoints' | 'log'>): Promise<World> {
  const snapshot = await checkpoints.nearest(await log.head());
  const world = snapshot ? worldFrom(snapshot) : emptyWorld();
  for (;;) {
    const page = await log.read(world.seq, PAGE);
    for (const entry of page) fold(world, entry);
    if (page.length < PAGE) return world;
  }
}

/** Forgets what the policy can do without. */
export async function thinCheckpoints(
  checkpoints: Pick<NodeStore['checkpoints'], 'list' | 'forget'>,
  now: EpochMs,
  policy: CheckpointPolicy = CHECKPOINT_POLICY,
): Promise<void> {
  await checkpoints.forget(expendable(policy, await checkpoints.list(), now, KEPT_MS));
}

export type Checkpointer = { close(): Promise<void> };

/** Keeps a checkpoint never far behind the head: after so many entries, or a minute in which something came. */
export function keepCheckpoints(
  parts: Pick<NodeStore, 'checkpoints'> & { world: () => World; clock: () => EpochMs; log: Logger },
): Checkpointer {
  const { checkpoints, world, clock, log } = parts;
  let savedSeq: Seq = world().seq;
  let savedAt = clock();
  let saving: Promise<void> | null = null;

  const save = async (): Promise<void> => {
    const { seq } = world();
    try {
      await checkpoints.save(heldStill(world()));
      savedSeq = seq;
      savedAt = clock();
      await thinCheckpoints(checkpoints, clock());
    } catch (error) {
      log.warn({ err: error }, 'a checkpoint could not be kept; starting and replaying will take longer');
    }
  };
  const timer = setInterval(() => {
    const behind = world().seq - savedSeq;
    if (saving || behind === 0 || (behind < CHECKPOINT_POLICY.spacing && clock() - savedAt < CHECKPOINT_EVERY_MS)) return;
    saving = save().finally(() => {
      saving = null;
    });
  }, 1000);

  return {
    async close() {
      clearInterval(timer);
      await saving;
      if (world().seq > savedSeq) await save();
    },
  };
}
