import type { Kind } from '../../../shared/contract/entry-data.ts';
import type { Scene } from '../../../shared/contract/scene.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { READY_SCENES, readyScene } from '../../../shared/rules/ready-scenes.ts';

export const SCENE_KINDS: readonly Kind[] = ['scene.published'];

export type SceneHere = { id: string; name: string; scene: Scene /** 0: ready, as shipped. */; revision: number };

/** Every scene that a wall of `groups` 16:9 pictures may be told to show: what was published stands in for what is ready under the same id. */
export function scenesHere(world: World, groups: number): SceneHere[] {
  const published = world.slots['scene.published'];
  const ready = READY_SCENES.flatMap(({ id }): SceneHere[] => {
    const scene = readyScene(id, groups);
    return scene && !published.has(id) ? [{ id, name: scene.name, scene, revision: 0 }] : [];
  });
  const own = [...published.values()].map(
    ({ data: { scene, revision } }): SceneHere => ({ id: scene.id, name: scene.name, scene, revision }),
  );
  own.sort((a, b) => a.name.localeCompare(b.name, 'vi'));
  return [...own, ...ready];
}

/** Without marks and case, so that "bao" finds "Bão". */
export const bare = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase();

/** Whether every word of a search stands somewhere in a text. */
export const finds = (search: string, text: string): boolean => {
  const within = bare(text);
  return bare(search)
    .split(/\s+/)
    .every((word) => within.includes(word));
};
