import type { EpochMs, Seq } from '../../shared/model/ids.ts';
import { emptyWorld, fold, snapshotOf, type World, worldFrom } from '../../shared/rules/fold.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { NodeStore } from './node-store.ts';

const PAGE = 5000;
const CHECKPOINT_ENTRIES = 20_000;
const CHECKPOINT_EVERY_MS = 60_000;
const CHECKPOINTS_KEPT = 48;

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
      await checkpoints.save(snapshotOf(world()));
      await checkpoints.prune(CHECKPOINTS_KEPT);
      savedSeq = seq;
      savedAt = clock();
    } catch (error) {
      log.warn({ err: error }, 'a checkpoint could not be kept; starting will take longer');
    }
  };
  const timer = setInterval(() => {
    const behind = world().seq - savedSeq;
    if (saving || behind === 0 || (behind < CHECKPOINT_ENTRIES && clock() - savedAt < CHECKPOINT_EVERY_MS)) return;
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
