import type { TriggerRaised, WallControlled, WallDirected, WallFocused } from '../../../shared/contract/direction.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import type { WallGeometry } from '../../../shared/contract/wall.ts';
import type { WallAudience } from '../../../shared/contract/walls.ts';
import { NO_ORDERS, type OnWall, sceneOn, UNSET_WALL } from '../../../shared/rules/direction.ts';
import type { World } from '../../../shared/rules/fold.ts';

/** A wall as a desk knows it: from the register (`audience`, null without the right to it) and from the log. */
export type WallHere = {
  id: string;
  name: string;
  audience: WallAudience['audience'] | null;
  displays: number | null;
  geometry: WallGeometry | null;
};
export type WallState = {
  direction: WallDirected | null;
  control: WallControlled | null;
  focus: WallFocused | null;
  /** Triggers that are raised, whether their scene is up or not, with the scene of each. */
  raised: (TriggerRaised & { scene: string })[];
  on: OnWall;
};

export const WALL_KINDS: readonly Kind[] = ['wall.defined', 'wall.directed', 'wall.controlled', 'wall.focused', 'wall.triggered'];

export function wallsHere(world: World, listed: readonly WallAudience[]): WallHere[] {
  const defined = world.slots['wall.defined'];
  const walls = new Map<string, WallHere>();
  for (const { id, name, audience, displays } of listed)
    walls.set(id, { id, name: defined.get(id)?.data.name ?? name, audience, displays, geometry: defined.get(id)?.data.geometry ?? null });
  for (const { id, data } of defined.values())
    if (!walls.has(id)) walls.set(id, { id, name: data.name, audience: null, displays: null, geometry: data.geometry });
  return [...walls.values()].sort((a, b) => a.name.localeCompare(b.name, 'vi'));
}

/** What a wall is told and what follows from it at the server's time `now`. */
export function stateOf(world: World, wall: string, now: number): WallState {
  const direction = world.slots['wall.directed'].get(wall)?.data ?? null;
  const plan = world.slots['wall.defined'].get(wall)?.data ?? UNSET_WALL;
  const triggered = world.slots['wall.triggered'].get(wall)?.data ?? null;
  return {
    direction,
    control: world.slots['wall.controlled'].get(wall)?.data ?? null,
    focus: world.slots['wall.focused'].get(wall)?.data ?? null,
    raised: (plan.triggers ?? []).flatMap(({ name, scene }) =>
      (triggered?.raised ?? []).flatMap((one) => (one.name === name && (one.until === null || now < one.until) ? { ...one, scene } : [])),
    ),
    on: sceneOn(plan, direction ?? NO_ORDERS, triggered, now),
  };
}

/** The layers with an end that has passed are over, though the entry still has them. */
export const isStill = <T extends { until: number }>(layer: T | null | undefined, now: number): layer is T => !!layer && now < layer.until;
