import { z } from 'zod';
import { SCENE_FORMAT, type Scene, SceneFile } from '../../../shared/contract/scene.ts';
import { tileNamed } from '../../tiles/registry.ts';

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
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return {
      ok: false,
      faults: [{ pointer: '', message: error instanceof Error ? error.message : String(error), line: lineOf(text, error) }],
    };
  }
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

/** Browsers say where a text stops being JSON: by a position, or by a line. null: they did not. */
function lineOf(text: string, error: unknown): number | null {
  const said = String(error);
  const line = /line (\d+)/.exec(said);
  if (line) return Number(line[1]);
  const position = /position (\d+)/.exec(said);
  return position ? text.slice(0, Number(position[1])).split('\n').length : null;
}
