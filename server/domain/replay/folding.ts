import type { Entry } from '../../../shared/contract/entry.ts';
import { emptyWorld, fold, type Snapshot, type World } from '../../../shared/rules/fold.ts';
import type { Breath } from './ports.ts';

/** Steps between two looks at the clock. */
const STEP = 100;

/**
 * A world out of a snapshot, a little at a time. Equals `worldFrom`: a snapshot's entries folded in log order put everything in its
 * place, and the books come from the snapshot. The points of histories are shared, as nobody changes one.
 */
export async function worldOf(snapshot: Snapshot, breath: Breath): Promise<World> {
  const world = emptyWorld();
  await foldAll(world, snapshot.entries, breath);
  world.history = new Map(snapshot.history.map(([id, points]) => [id, points.slice()]));
  world.folded = new Map(snapshot.folded);
  world.seq = snapshot.seq;
  return world;
}

export async function foldAll(world: World, entries: readonly Entry[], breath: Breath): Promise<void> {
  for (let i = 0; i < entries.length; i++) {
    fold(world, entries[i] as Entry);
    if (i % STEP === STEP - 1 && breath.isDue()) await breath.take();
  }
}

/** The world as data, at once but cheaply: entries never change, and of the histories only the lists are copied. Equals `snapshotOf`. */
export function heldStill(world: World): Snapshot {
  const entries: Entry[] = [];
  for (const slot of Object.values(world.slots)) for (const entry of slot.values()) entries.push(entry as Entry);
  entries.sort((a, b) => a.seq - b.seq);
  return {
    seq: world.seq,
    entries,
    history: [...world.history].map(([id, points]): Snapshot['history'][number] => [id, points.slice()]).sort(byKey),
    folded: [...world.folded].sort(byKey),
  };
}
const byKey = (a: readonly [string, unknown], b: readonly [string, unknown]): number => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);
