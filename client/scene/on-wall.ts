import type { Banner, Pin, WallDirected, WallTriggered } from '../../shared/contract/direction.ts';
import type { Kind } from '../../shared/contract/entry-data.ts';
import type { WallDefined } from '../../shared/contract/wall.ts';
import { NO_ORDERS, nextChange, sceneOn, UNSET_WALL, type Why } from '../../shared/rules/direction.ts';
import type { World } from '../../shared/rules/fold.ts';
import { readyScene } from '../../shared/rules/ready-scenes.ts';
import type { Staged } from './SceneTiles.tsx';

/** What a wall shows at a moment, out of what is set up, what was directed and the clock. */
export type OnWall = {
  staged: Staged;
  why: Why;
  /** Id of the scene that should be up and is not known; the standby scene stands there instead. */
  unknown: string | null;
  banner: Banner | null;
  pin: Pin | null;
};

export type Plan = Pick<WallDefined, 'default' | 'schedule' | 'triggers'> & { triggered: WallTriggered | null };

/** Kinds whose entries say what a wall is, what its scenes are and what came up by itself. */
export const WALL_KINDS = ['wall.defined', 'scene.published', 'wall.triggered'] as const satisfies Kind[];

/** A scene as published, else as it stands ready. null: there is none of that name. */
export function sceneNamed(world: World, id: string, groups: number): Staged | null {
  const published = world.slots['scene.published'].get(id)?.data;
  if (published) return { scene: published.scene, revision: published.revision };
  const ready = readyScene(id, groups);
  return ready ? { scene: ready, revision: 0 } : null;
}

const STANDBY = 'standby';

export function onWallAt(world: World, plan: Plan, direction: WallDirected | null, groups: number, now: number): OnWall {
  const { scene: id, why } = sceneOn(plan, direction ?? NO_ORDERS, plan.triggered, now);
  const found = sceneNamed(world, id, groups);
  const staged = found ?? sceneNamed(world, STANDBY, groups);
  if (!staged) throw new Error('no standby scene stands ready');
  return {
    staged: fullTile(staged, direction?.fullTile ?? null),
    why,
    unknown: found ? null : id,
    banner: direction?.banner && now < direction.banner.until ? direction.banner : null,
    pin: direction?.pin && now < direction.pin.until ? direction.pin : null,
  };
}

/** The one tile that takes the whole wall; a tile that the scene does not have takes nothing. */
function fullTile({ scene, revision }: Staged, id: string | null): Staged {
  const tile = id === null ? undefined : scene.tiles.find((one) => one.id === id);
  if (!tile) return { scene, revision };
  return { scene: { ...scene, tiles: [{ ...tile, x: 0, y: 0, w: scene.columns, h: scene.rows }] }, revision };
}

/** The next moment at which something of it changes by itself; later than now. */
export function changeAfter(plan: Plan, direction: WallDirected | null, now: number): number {
  const moments = [direction?.banner?.until, direction?.pin?.until].filter((at) => at !== undefined && at > now) as number[];
  return Math.min(nextChange(plan, direction ?? NO_ORDERS, plan.triggered, now), ...moments);
}

/** The plan of a wall: as it was set up, or one scene for good. `local`: what the address of a page asks for. */
export const planOf = (defined: WallDefined | undefined, triggered: WallTriggered | null, local: string | null): Plan => ({
  ...(defined ?? { ...UNSET_WALL, default: { scenes: [local ?? STANDBY], dwellMs: 60_000 } }),
  triggered,
});
