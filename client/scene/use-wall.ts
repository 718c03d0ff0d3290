import { useMemo, useRef } from 'react';
import { PREPARE_MAX_MS, type WallDirected, type WallTriggered } from '../../shared/contract/direction.ts';
import type { Kind } from '../../shared/contract/entry-data.ts';
import type { WallDefined } from '../../shared/contract/wall.ts';
import type { World } from '../../shared/rules/fold.ts';
import { groupsAcross } from '../../shared/rules/wall-canvas.ts';
import { useStores, useWorld } from '../stores/stores-context.tsx';
import { comingAfter, type Held, hear, shownAt } from './held.ts';
import { changeAfter, type OnWall, onWallAt, planOf, WALL_KINDS } from './on-wall.ts';
import { useAlarm } from './screen.ts';

const DIRECTED = ['wall.directed'] as const satisfies Kind[];

/** `shown`: null, none was given; undefined, one is agreed on and nothing may be shown before its moment. */
export type Directed = { shown: WallDirected | null | undefined; coming: WallDirected | undefined };

/** What people told a wall, in two phases: what holds now, and what is agreed on for a moment to come. */
export function useDirected(wall: string | null): Directed {
  const { clock } = useStores();
  const select = useMemo(
    () =>
      (world: World): WallDirected | null =>
        (wall === null ? undefined : world.slots['wall.directed'].get(wall)?.data) ?? null,
    [wall],
  );
  const heard = useWorld(DIRECTED, select, wall ?? '');
  const held = useRef<{ wall: string | null; all: Held }>({ wall, all: [] });
  const now = clock.now();
  // Hearing the same twice changes nothing: a drawing that is thrown away loses nothing.
  held.current = { wall, all: hear(held.current.wall === wall ? held.current.all : [], heard, now) };
  const coming = comingAfter(held.current.all, now);
  useAlarm(coming?.showAt ?? Number.POSITIVE_INFINITY);
  return { shown: shownAt(held.current.all, now), coming };
}

/** What comes by itself is prepared so long before its moment, and longer by a display that is slower; milliseconds. */
const PREPARE_AHEAD_MS = 2000;
const SPARE = 1.25;

export type WallNow = {
  defined: WallDefined | undefined;
  groups: number;
  /** null: nothing may be shown yet. */
  on: OnWall | null;
  /** What stands there next, when that is near. */
  next: OnWall | null;
};

/** What is on a wall by the clock in context, drawn again whenever that changes; `local`: what a page asks for, on a wall that nobody set up. `slowestMs`: how long this page takes to prepare a scene. */
export function useWall(wall: string | null, { shown, coming }: Directed, local: string | null, slowestMs: number): WallNow {
  const { clock, world } = useStores();
  const select = useMemo(
    () =>
      (folded: World): { defined: WallDefined | undefined; triggered: WallTriggered | null } => ({
        defined: wall === null ? undefined : folded.slots['wall.defined'].get(wall)?.data,
        triggered: (wall === null ? undefined : folded.slots['wall.triggered'].get(wall)?.data) ?? null,
      }),
    [wall],
  );
  // A new object whenever a wall or a scene changed: a scene is looked up again.
  const { defined, triggered } = useWorld(WALL_KINDS, select, wall ?? '');
  const groups = groupsAcross(defined?.geometry ?? null);
  const plan = useMemo(() => planOf(defined, triggered, local), [defined, triggered, local]);

  const now = clock.now();
  const changes = changeAfter(plan, shown ?? null, now);
  const next = coming && coming.showAt < changes ? { at: coming.showAt, direction: coming } : { at: changes, direction: shown ?? null };
  const ahead = Math.max(PREPARE_AHEAD_MS, Math.min(PREPARE_MAX_MS, SPARE * slowestMs));
  const isNear = next.at - now <= ahead;
  useAlarm(isNear ? next.at : next.at - ahead);

  // The same objects as long as the same is on: what is drawn with them is not drawn again.
  const keep = useRef(keeper());
  const at = (direction: WallDirected | null, moment: number): OnWall =>
    keep.current(onWallAt(world.world(), plan, direction, groups, moment));
  return {
    defined,
    groups,
    on: shown === undefined ? null : at(shown, now),
    next: isNear ? at(next.direction, next.at) : null,
  };
}

const KEPT_MAX = 4;

/** Hands back what it made before, part by part, where the new says the same. */
function keeper(): (made: OnWall) => OnWall {
  const known = new Map<string, unknown>();
  const same = <T>(value: T): T => {
    const text = JSON.stringify(value);
    const kept = known.has(text) ? (known.get(text) as T) : value;
    known.delete(text);
    known.set(text, kept);
    if (known.size > 2 * KEPT_MAX) known.delete(known.keys().next().value as string);
    return kept;
  };
  return (made) => same({ ...made, staged: same(made.staged) });
}
