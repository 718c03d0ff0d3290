import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type BasemapFile = { path: string; builtIn: boolean; bytes: number; modifiedMs: number };
export type BasemapChoice = { file: BasemapFile | null; refused: { path: string; reason: string }[] };

const MAGIC = 'PMTiles';
const VERSION = 3;

/**
 * Which archive the walls draw: the newest whole `*.pmtiles` that an operator put into the data folder, else the one that the build
 * made. A file that is no PMTiles v3 is named with its reason and left aside, never served.
 */
export async function chooseBasemap({ dataDir, builtIn }: { dataDir: string; builtIn: string }): Promise<BasemapChoice> {
  const names = await readdir(dataDir).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const refused: BasemapChoice['refused'] = [];
  const offered: BasemapFile[] = [];
  for (const name of names.filter((candidate) => candidate.endsWith('.pmtiles'))) {
    const path = join(dataDir, name);
    const found = await inspect(path, false);
    if (found.ok) offered.push(found.file);
    else refused.push({ path, reason: found.reason });
  }
  const [newest] = offered.sort((a, b) => b.modifiedMs - a.modifiedMs || (a.path < b.path ? -1 : 1));
  if (newest) return { file: newest, refused };
  const made = await inspect(builtIn, true);
  if (!made.ok) refused.push({ path: builtIn, reason: made.reason });
  return { file: made.ok ? made.file : null, refused };
}

async function inspect(path: string, builtIn: boolean): Promise<{ ok: true; file: BasemapFile } | { ok: false; reason: string }> {
  try {
    const { size, mtimeMs } = await stat(path);
    const handle = await open(path, 'r');
    try {
      const head = Buffer.alloc(8);
      await handle.read(head, 0, 8, 0);
      if (head.toString('latin1', 0, 7) !== MAGIC || head[7] !== VERSION)
        return { ok: false, reason: 'not a PMTiles archive of version 3' };
      return { ok: true, file: { path, builtIn, bytes: size, modifiedMs: mtimeMs } };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { ok: false, reason: code };
  }
}
