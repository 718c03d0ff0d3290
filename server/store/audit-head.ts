import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SignedHead } from '../../shared/contract/audit.ts';
import { type Head, signedBytes } from '../domain/audit/chain.ts';
import type { AuditSigner } from './audit-keys.ts';

export const HEAD_FILE = 'audit-head.json';
/** Heads that the database did not agree with are kept beside it under names like this. */
const KEPT_HEADS = /^audit-head(-\d+)?\.json$/;

export type HeadFile = {
  /** Keeps the newest head, signed. Of those told while one is being written only the newest follows. */
  keep(head: Head): void;
  /** What was kept last, null: nothing yet. */
  kept(): SignedHead | null;
  /** The kept head speaks against the database: it stays as evidence under a name of its own, and is not written over. */
  setAside(at: number): Promise<void>;
  /** Done when everything told is on disk. */
  settled(): Promise<void>;
};

/** The signed head beside the database (`data/audit-head.json`): what a tail cut off since the last checkpoint is found by. */
export async function openHeadFile(parts: {
  dataDir: string;
  signer: AuditSigner;
  onFailure: (error: unknown) => void;
}): Promise<HeadFile> {
  const { dataDir, signer } = parts;
  const file = join(dataDir, HEAD_FILE);
  let kept = await readSignedHead(file);
  let next: Head | null = null;
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    while (next) {
      const head = next;
      next = null;
      const signed: SignedHead = { ...head, key: signer.id, signature: signer.sign(signedBytes('head', head)) };
      try {
        await replace(file, `${JSON.stringify(signed, null, 2)}\n`);
        kept = signed;
      } catch (error) {
        // The database has the entries; the next batch tries again.
        parts.onFailure(error);
      }
    }
    writing = null;
  }

  return {
    keep(head) {
      next = head;
      writing ??= write();
    },
    kept: () => kept,
    async setAside(at) {
      await rename(file, join(dataDir, `audit-head-${at}.json`));
      kept = null;
    },
    settled: () => writing ?? Promise.resolve(),
  };

  async function replace(path: string, text: string): Promise<void> {
    await mkdir(dataDir, { recursive: true });
    const making = join(dataDir, `.audit-head-${randomUUID()}`);
    try {
      const handle = await open(making, 'wx', 0o600);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(making, path);
    } finally {
      await rm(making, { force: true });
    }
  }
}

/** null: no such file. @throws for one that says something else. */
export async function readSignedHead(file: string): Promise<SignedHead | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const parsed = SignedHead.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${file}: ${parsed.error.issues[0]?.message ?? 'not a signed head'}`);
  return parsed.data;
}

/** Files of a data folder that hold signed heads, those set aside among them. */
export async function headFilesIn(dataDir: string): Promise<string[]> {
  const names = await readdir(dataDir).catch(() => []);
  return names.filter((name) => KEPT_HEADS.test(name)).map((name) => join(dataDir, name));
}
