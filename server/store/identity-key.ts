import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sealer } from '../domain/identity/ports.ts';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const MARK_BYTES = 4;

/**
 * The centre's key for what must be readable again (second factors): IDENTITY_KEY where several nodes share a database, else a
 * file of the data folder that the first start makes, for its owner's eyes only. It is not in the database, so a copied
 * database alone gives no second factor away.
 * @throws Error that names the variable or the file that is wrong.
 */
export async function openIdentityKey({ dataDir, given }: { dataDir: string; given: string | null }): Promise<Sealer> {
  if (given !== null) {
    const key = Buffer.from(given, 'base64url');
    if (key.length !== KEY_BYTES) throw new Error('IDENTITY_KEY: must be 32 random bytes in base64url (43 characters)');
    return sealer(key);
  }
  const folder = join(dataDir, 'keys');
  const path = join(folder, 'identity.key');
  const key = Buffer.from(await readOrMake(folder, path), 'base64url');
  if (key.length !== KEY_BYTES)
    throw new Error(`${path}: is no key of 32 bytes in base64url; put the one back that this centre began with`);
  return sealer(key);
}

async function readOrMake(folder: string, path: string): Promise<string> {
  const read = () => readFile(path, 'utf8').then((text) => text.trim());
  try {
    return await read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Whole or not at all, and never over one that another node of this folder has just made.
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(temporary, `${randomBytes(KEY_BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(temporary);
  return read();
}

/** AES-256-GCM; `mark | iv | tag | sealed`, where the mark says which key it was. */
export function sealer(key: Uint8Array): Sealer {
  const derived = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', `ioc ${purpose}`, KEY_BYTES));
  const sealing = derived('seal');
  const signing = derived('sign');
  const mark = createHash('sha256').update(sealing).digest().subarray(0, MARK_BYTES);
  return {
    seal(plain, purpose) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([mark, iv, cipher.getAuthTag(), sealed]);
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed);
      if (!bytes.subarray(0, MARK_BYTES).equals(mark)) {
        throw new Error('sealed under another key: give every node of this database the same IDENTITY_KEY (or data/keys/identity.key)');
      }
      const ivEnd = MARK_BYTES + IV_BYTES;
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(MARK_BYTES, ivEnd)).setAAD(Buffer.from(purpose));
      decipher.setAuthTag(bytes.subarray(ivEnd, ivEnd + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(ivEnd + TAG_BYTES)), decipher.final()]);
    },
    sign: (text) => createHmac('sha256', signing).update(text).digest('base64url'),
  };
}
