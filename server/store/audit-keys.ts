import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign, verify } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The key that this node signs the audit with. It lies beside the database and never in it. */
export type AuditSigner = {
  id: string;
  /** PEM, SPKI. */
  publicKey: string;
  /** Ed25519, base64. */
  sign(bytes: Uint8Array): string;
};

export const auditKeyFile = (dataDir: string): string => join(dataDir, 'keys', 'audit-ed25519.pem');

/** Made at the first start, for its owner alone (0600). @throws when the file is there and is no Ed25519 key: it is never replaced. */
export async function openAuditSigner(dataDir: string): Promise<AuditSigner> {
  const file = auditKeyFile(dataDir);
  const pem = (await readIfThere(file)) ?? (await makeKey(file));
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${file}: not an Ed25519 key`);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  return { id: auditKeyId(publicKey), publicKey, sign: (bytes) => sign(null, bytes, key).toString('base64') };
}

/** First 16 hex digits of the SHA-256 of the key's DER form. @throws for what is no key. */
export function auditKeyId(publicKeyPem: string): string {
  const der = createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

/** The public half (PEM, SPKI) of an Ed25519 key, whichever half it is given; null: it is no such key. */
export function publicHalf(pem: string): string | null {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key.export({ type: 'spki', format: 'pem' }).toString() : null;
  } catch {
    return null;
  }
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export function checkSignature(publicKey: string, bytes: Uint8Array, signature: string): boolean {
  const key = publicHalf(publicKey);
  return key !== null && verify(null, bytes, key, Buffer.from(signature, 'base64'));
}

async function makeKey(file: string): Promise<string> {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const folder = dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const making = join(folder, `.${randomUUID()}`);
  const handle = await open(making, 'wx', 0o600);
  try {
    await handle.writeFile(pem);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    // Whole or not there, and never over another: of two starts at once, one makes the key.
    await link(making, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(making, { force: true });
  }
  return readFile(file, 'utf8');
}

const readIfThere = (file: string): Promise<string | null> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
