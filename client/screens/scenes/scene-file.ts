import { z } from 'zod';
import { SCENE_FORMAT, type Scene, SceneFile } from '../../../shared/contract/scene.ts';
import { tileNamed } from '../../tiles/registry.ts';
import { jsonFault, lineOf } from './json-fault.ts';

/** Where a file is wrong, as an RFC 6901 pointer ("/scene/tiles/2/w"; "" is the whole), and what is wrong there. */
export type FileFault = { pointer: string; message: string; line: number | null };
export type Imported = { ok: true; scene: Scene } | { ok: false; faults: FileFault[] };

/** How long a list of faults still helps. */
const FAULTS_MAX = 30;

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** What an exported scene is as a file. */
export const exportScene = (scene: Scene): string => `${JSON.stringify({ format: SCENE_FORMAT, scene } satisfies SceneFile, null, 2)}\n`;

/** The same shape for other programs (JSON Schema 2020-12); overlaps are said in words only, as the standard cannot. */
export const sceneSchema = (): object => z.toJSONSchema(SceneFile, { io: 'input' });

/** Reads a file as it was written by `exportScene` or by hand: each fault with where it stands, the settings of tiles too. */
export function importScene(text: string): Imported {
  const broken = jsonFault(text);
  if (broken !== null) {
    const sign = text.slice(broken, broken + 20).split('\n')[0] ?? '';
    const message = sign === '' ? 'the file ends too early' : `this cannot stand here: ${sign}`;
    return { ok: false, faults: [{ pointer: '', message, line: lineOf(text, broken) }] };
  }
  const raw: unknown = JSON.parse(text);
  const file = SceneFile.safeParse(raw);
  if (!file.success)
    return {
      ok: false,
      faults: file.error.issues.slice(0, FAULTS_MAX).map(({ path, message }) => ({ pointer: pointerOf(path), message, line: null })),
    };
  const faults = propFaults(file.data.scene);
  return faults.length > 0 ? { ok: false, faults: faults.slice(0, FAULTS_MAX) } : { ok: true, scene: file.data.scene };
}

/** Tiles that this build does not know, or whose settings it would not take. */
export function propFaults(scene: Scene): FileFault[] {
  return scene.tiles.flatMap(({ tile, props }, i): FileFault[] => {
    const manifest = tileNamed(tile);
    if (!manifest) return [{ pointer: `/scene/tiles/${i}/tile`, message: `there is no tile called ${tile}`, line: null }];
    const parsed = manifest.props.safeParse(props);
    if (parsed.success) return [];
    return parsed.error.issues.map(({ path, message }) => ({
      pointer: `/scene/tiles/${i}/props${pointerOf(path)}`,
      message,
      line: null,
    }));
  });
}
