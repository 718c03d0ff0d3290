import type { Layer } from '../../../shared/contract/direction.ts';
import type { Scene } from '../../../shared/contract/scene.ts';
import type { DisplayRegion, WallGeometry } from '../../../shared/contract/wall.ts';
import { NO_ORDERS, sceneOn, UNSET_WALL } from '../../../shared/rules/direction.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { readyScene } from '../../../shared/rules/ready-scenes.ts';
import { groupsAcross } from '../../../shared/rules/wall-canvas.ts';

/** What a wall should show at a moment. */
export type Showing = {
  scene: string;
  sceneRevision: number;
  direction: number;
  /** A moment of the past, frozen or played. */
  past: boolean;
};

export type Expectation = {
  now: Showing;
  /** What it should have shown a grace ago, too: displays change over together, and not before they can. */
  before: Showing;
  /** When something was last decided that displays must first hear of (EpochMs); null: nothing was. */
  decidedAt: number | null;
  /** Of the newest direction: when all displays were to change over. */
  showAt: number | null;
  /**
   * On a wall that nobody set up each page shows what its address asks for, until somebody directs it: the revision in which a scene
   * should then stand there, null for one that is not known. null: the wall is not left to that.
   */
  ownChoice: ((scene: string) => number | null) | null;
};

/** `graceMs`: how long a display may go on with what it showed before. */
export function expectedOn(world: World, wall: string, now: number, graceMs: number): Expectation {
  const { slots } = world;
  const defined = slots['wall.defined'].get(wall);
  const directed = slots['wall.directed'].get(wall);
  const triggered = slots['wall.triggered'].get(wall);
  const plan = defined?.data ?? UNSET_WALL;
  const orders = directed?.data ?? NO_ORDERS;
  const revisionOf = (scene: string): number => slots['scene.published'].get(scene)?.data.revision ?? 0;
  const whyAt = (moment: number): Layer => sceneOn(plan, orders, triggered?.data ?? null, moment).why.layer;
  const at = (moment: number): Showing => {
    const { scene } = sceneOn(plan, orders, triggered?.data ?? null, moment);
    return {
      scene,
      sceneRevision: revisionOf(scene),
      direction: directed?.data.revision ?? 0,
      past: directed !== undefined && (directed.data.replay !== null || directed.data.frozenAt !== null),
    };
  };
  const showing = at(now);
  const decided = [
    defined?.receivedAt,
    triggered?.receivedAt,
    directed?.data.showAt,
    slots['scene.published'].get(showing.scene)?.receivedAt,
  ];
  const moments = decided.filter((moment) => moment !== undefined);
  return {
    now: showing,
    before: at(now - graceMs),
    decidedAt: moments.length === 0 ? null : Math.max(...moments),
    showAt: directed?.data.showAt ?? null,
    ownChoice:
      defined === undefined && whyAt(now) === 'default' ? (scene) => (sceneNamed(world, scene, null) ? revisionOf(scene) : null) : null,
  };
}

export function geometryOf({ slots }: World, wall: string): WallGeometry | null {
  return slots['wall.defined'].get(wall)?.data.geometry ?? null;
}

/** Where a display stands on its wall; null: the wall has no geometry, or no such place in it. */
export function regionOf(geometry: WallGeometry | null, position: string): DisplayRegion | null {
  return geometry?.displays.find((region) => region.position === position) ?? null;
}

/** A scene as it is published or ready; null: nobody knows it here. */
export function sceneNamed(world: World, id: string, geometry: WallGeometry | null): Scene | null {
  return world.slots['scene.published'].get(id)?.data.scene ?? readyScene(id, geometry === null ? 1 : groupsAcross(geometry));
}
