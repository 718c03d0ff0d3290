import type { Kind } from '../../../shared/contract/entry-data.ts';
import type { Scene } from '../../../shared/contract/scene.ts';
import type { WallGeometry } from '../../../shared/contract/wall.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { READY_SCENES, readyScene } from '../../../shared/rules/ready-scenes.ts';
import { referenceWall } from '../../../shared/rules/reference-wall.ts';
import { groupsAcross } from '../../../shared/rules/wall-canvas.ts';

export const SCENE_KINDS: readonly Kind[] = ['scene.published'];
export const WALL_KINDS: readonly Kind[] = ['wall.defined'];

export type SceneRow = {
  id: string;
  name: string;
  /** 0: ready as shipped, never published. */
  revision: number;
  isReady: boolean;
  groups: number;
  tiles: number;
  by: string | null;
  at: number | null;
  note: string | null;
  /** How many texts were doubted when it was measured; null: it was published unmeasured; undefined: it is as it came. */
  doubted: number | null | undefined;
};

const groupsOf = ({ columns }: Scene): number => Math.max(1, Math.round(columns / 24));

/** Published scenes and the ready ones under one list: what was published stands in for what is ready under the same id. */
export function scenesHere(world: World): SceneRow[] {
  const published = world.slots['scene.published'];
  const ready = new Set(READY_SCENES.map(({ id }) => id));
  const own = [...published.values()].map(
    ({ data: { scene, revision, note, measured }, actor, receivedAt }): SceneRow => ({
      id: scene.id,
      name: scene.name,
      revision,
      isReady: ready.has(scene.id),
      groups: groupsOf(scene),
      tiles: scene.tiles.length,
      by: actor,
      at: receivedAt,
      note,
      doubted: measured?.doubted ?? null,
    }),
  );
  own.sort((a, b) => a.name.localeCompare(b.name, 'vi'));
  const rest = READY_SCENES.flatMap(({ id, name }): SceneRow[] => {
    const scene = published.has(id) ? null : readyScene(id, 1);
    return scene
      ? [{ id, name, revision: 0, isReady: true, groups: 1, tiles: scene.tiles.length, by: null, at: null, note: null, doubted: undefined }]
      : [];
  });
  return [...own, ...rest];
}

/** What is live of a scene: the published one, or the ready one for a wall so wide; revision 0 when it is the ready one. null: none. */
export function liveScene(world: World, id: string, groups: number): { scene: Scene; revision: number } | null {
  const published = world.slots['scene.published'].get(id)?.data;
  if (published) return { scene: published.scene, revision: published.revision };
  const scene = readyScene(id, groups);
  return scene ? { scene, revision: 0 } : null;
}

/** A wall that a scene can be looked at on. `geometry` null: one screen of the size of a reference group, seats at six metres. */
export type Look = { id: string; name: string | null; geometry: WallGeometry | null; groups: number };

export const SINGLE = 'single';
export const REFERENCE_WALL = 'reference';
const REFERENCE = referenceWall();

/** One screen, the centre's own walls, the reference wall. */
export function looksHere(world: World): Look[] {
  const own = [...world.slots['wall.defined'].values()].flatMap(({ id, data: { name, geometry } }): Look[] =>
    geometry ? [{ id: `wall:${id}`, name, geometry, groups: groupsAcross(geometry) }] : [],
  );
  return [
    { id: SINGLE, name: null, geometry: null, groups: 1 },
    ...own,
    { id: REFERENCE_WALL, name: null, geometry: REFERENCE, groups: groupsAcross(REFERENCE) },
  ];
}
