import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type Media = {
  /** Keeps the bytes under their own SHA-256 (lower-case hex), on disk when this resolves. The same bytes are kept once. */
  put(bytes: Uint8Array): Promise<string>;
  get(sha256: string): Promise<Buffer | null>;
  /** The file, to be streamed; null when there is none or the name is no SHA-256. */
  path(sha256: string): Promise<string | null>;
};

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Content-addressed files in `<dataDir>/media`. No name ever comes from outside, so none can lead elsewhere. `part`: a folder of its
 * own in it, so that a door to one kind of file (outlines of the map) opens no other (pictures).
 */
export function createMedia({ dataDir, part = '' }: { dataDir: string; part?: 'pictures' | '' }): Media {
  const folder = join(dataDir, 'media', part);

  async function path(sha256: string): Promise<string | null> {
    if (!SHA256.test(sha256)) return null;
    const file = join(folder, sha256);
    return stat(file).then(
      (found) => (found.isFile() ? file : null),
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      },
    );
  }

  return {
    path,
    async get(sha256) {
      const file = await path(sha256);
      return file === null ? null : readFile(file);
    },
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      if (await path(sha256)) return sha256;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const making = join(folder, `.${randomUUID()}`);
      try {
        await writeThrough(making, bytes);
        // Whole or not there at all.
        await rename(making, join(folder, sha256));
      } finally {
        await rm(making, { force: true });
      }
      await syncFolder(folder);
      return sha256;
    },
  };
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The new name itself must be on disk before anyone relies on it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
