import type { AreaCode, EpochMs } from '../../../shared/model/ids.ts';
import { type AreaTree, areaTree, dayOf, spread } from '../../../shared/rules/areas.ts';
import type { World } from '../../../shared/rules/fold.ts';

/** The tree of each world as it was last asked for: sessions are authenticated far more often than the hierarchy changes. */
const trees = new WeakMap<World, { stamp: string; tree: AreaTree; spreads: Map<string, AreaCode[]> }>();
const SPREADS_KEPT = 500;

function present(world: World, at: EpochMs) {
  const areas = world.slots['area.defined'];
  let newest = 0;
  for (const { seq } of areas.values()) newest = Math.max(newest, seq);
  const day = dayOf(at);
  const stamp = `${day}|${areas.size}|${newest}`;
  const kept = trees.get(world);
  if (kept?.stamp === stamp) return kept;
  const made = { stamp, tree: areaTree(areas.values(), day), spreads: new Map<string, AreaCode[]>() };
  trees.set(world, made);
  return made;
}

/** The hierarchy as it is at a moment. */
export const treeAt = (world: World, at: EpochMs): AreaTree => present(world, at).tree;

/** Every area that somebody with these grants may see at a moment (`Principal.areas`); null stays the whole centre. */
export function spreadAreas(world: World, granted: readonly AreaCode[] | null, at: EpochMs): AreaCode[] | null {
  if (granted === null) return null;
  const { tree, spreads } = present(world, at);
  const key = [...granted].sort().join(' ');
  let areas = spreads.get(key);
  if (!areas) {
    if (spreads.size >= SPREADS_KEPT) spreads.clear();
    areas = spread(granted, tree);
    spreads.set(key, areas);
  }
  return [...areas];
}
