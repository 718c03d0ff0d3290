import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

/** The broker's one password: made once, told once, kept only as a salted hash. */

const derive = promisify<string | Buffer, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);
/** The password is 144 random bits, which no stretching must save: the cost is kept low, so that wrong tries cannot load the machine. */
const COST = { N: 2 ** 14, r: 8, p: 1, maxmem: 32 * 1024 * 1024 };
const HASH_BYTES = 32;
const FILE = 'mqtt-password.json';

const Stored = z.strictObject({
  scheme: z.literal('scrypt-16384-8-1'),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
type Stored = z.infer<typeof Stored>;

export type Password = {
  /** Told only by the call that made it. */
  first: string | null;
  matches(given: Uint8Array): Promise<boolean>;
};

/**
 * Opens `<dataDir>/mqtt-password.json` (0600), making it on the first start.
 * @throws when the file cannot be read or written, or is not one of these: a password that nobody knows is not made up again.
 */
export async function openPassword(dataDir: string): Promise<Password> {
  const path = join(dataDir, FILE);
  const stored = await readStored(path);
  if (stored) return { first: null, matches: matcherOf(stored) };
  const first = randomBytes(18).toString('base64url');
  const salt = randomBytes(16);
  const hash = await derive(first, salt, HASH_BYTES, COST);
  const made: Stored = { scheme: 'scrypt-16384-8-1', salt: salt.toString('hex'), hash: hash.toString('hex') };
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeWhole(path, `${JSON.stringify(made)}\n`);
  return { first, matches: matcherOf(made) };
}

async function readStored(path: string): Promise<Stored | null> {
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const parsed = Stored.safeParse(jsonOrNull(content));
  if (!parsed.success) throw new Error(`${path} holds no password of the broker; remove it, and a new one is made at the next start`);
  await chmod(path, 0o600);
  return parsed.data;
}

function jsonOrNull(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

/** All or nothing, also through a power cut. */
async function writeWhole(path: string, content: string): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } catch (error) {
    await unlink(draft);
    throw error;
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

/** One try at a time, and few waiting: a flood of wrong passwords must not take all of the machine's memory and threads. */
const MAX_TRIES_WAITING = 16;

function matcherOf({ salt, hash }: Stored): Password['matches'] {
  const right = Buffer.from(hash, 'hex');
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return async (given) => {
    if (given.byteLength > 256 || waiting >= MAX_TRIES_WAITING) return false;
    waiting += 1;
    const turn = last.then(() => derive(Buffer.from(given), Buffer.from(salt, 'hex'), HASH_BYTES, COST));
    last = turn.catch(() => {});
    try {
      return timingSafeEqual(await turn, right);
    } finally {
      waiting -= 1;
    }
  };
}
