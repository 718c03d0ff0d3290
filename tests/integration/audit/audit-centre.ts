import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { type AuditTrail, openAuditTrail } from '../../../server/store/audit-trail.ts';
import { silentLog, type TestDatabase } from '../../support/postgres.ts';

const folders: string[] = [];
const trails: AuditTrail[] = [];

export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ioc-audit-'));
  folders.push(folder);
  return folder;
}

/** A node's audit on a test's database. */
export async function trailOn(
  { another }: Pick<TestDatabase, 'another'>,
  { dataDir = dataFolder(), node = 'node-1', checkpointEveryMs = 3_600_000, log = silentLog } = {},
): Promise<AuditTrail & { dataDir: string }> {
  const trail = await openAuditTrail({ database: another(), writing: another(), dataDir, node, checkpointEveryMs, log });
  trails.push(trail);
  return { ...trail, dataDir };
}

afterAll(async () => {
  await Promise.allSettled(trails.map((trail) => trail.close()));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const TSX = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
const CLI = join(ROOT, 'server', 'app', 'audit-verify.ts');
const BUILT = join(ROOT, 'dist', 'server', 'app', 'audit-verify.js');

/**
 * `npm run audit:verify` as its own process: `as-told`, from the sources, as the manifest says; else the same program as the build
 * left it, which starts four times sooner.
 */
export function auditVerify(
  args: string[],
  env: Record<string, string>,
  how: 'as-told' | 'built' = 'built',
): Promise<{ code: number; said: string }> {
  const { DATABASE_URL: _, DATA_DIR: __, ...inherited } = process.env;
  const program = how === 'built' ? [BUILT] : [TSX, CLI];
  return new Promise((done) => {
    execFile(process.execPath, [...program, ...args], { cwd: ROOT, env: { ...inherited, ...env } }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      done({ code, said: `${out}${err}` });
    });
  });
}

/** Does what only an owner of the database can: takes the triggers away, tampers, and puts them back. */
export async function tamper({ database }: Pick<TestDatabase, 'database'>, ...statements: string[]): Promise<void> {
  const tables = ['audit.entry', 'audit.checkpoint'];
  const client = await database.pool.connect();
  try {
    for (const table of tables) await client.query(`alter table ${table} disable trigger append_only`);
    for (const statement of statements) await client.query(statement);
    for (const table of tables) await client.query(`alter table ${table} enable always trigger append_only`);
  } finally {
    client.release();
  }
}
