import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../support/postgres.ts';
import { auditVerify, dataFolder, trailOn } from './audit-centre.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Runs a node until it has said so many acts, then kills it as a power cut would. Returns what it said was on disk. */
async function killedAfter(acts: number, env: Record<string, string>): Promise<string[]> {
  const node = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'recording-node.ts')], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  node.stdout.setEncoding('utf8');
  const closed = once(node, 'close');
  await new Promise<void>((done) => {
    node.stdout.on('data', (text: string) => {
      said += text;
      if (said.split('\n').length > acts) done();
    });
    void closed.then(() => done());
  });
  node.kill('SIGKILL');
  await closed;
  return said.slice(0, said.lastIndexOf('\n')).split('\n');
}

describe('AUDIT14 a node that is killed while it records', () => {
  test('AUDIT14 between append, checkpoint and head: what it was told is on disk is there once, and the chain is whole', async () => {
    const data = await testDatabase();
    const dataDir = dataFolder();
    const env = { DATABASE_URL: data.url, DATA_DIR: dataDir };
    const told: string[] = [];
    for (const [i, acts] of [150, 333, 480].entries()) told.push(...(await killedAfter(acts, { ...env, NODE: `killed-${i}` })));
    const other = killedAfter(200, { DATABASE_URL: data.url, DATA_DIR: dataFolder(), NODE: 'beside' });
    told.push(...(await killedAfter(200, { ...env, NODE: 'killed-3' })), ...(await other));
    const { rows } = await data.database.pool.query<{ subject: string; count: number }>(
      'select subject, count(*)::int as count from audit.entry group by subject',
    );
    const stored = new Map(rows.map(({ subject, count }) => [subject, count]));
    expect(told.length).toBeGreaterThan(1000);
    expect(told.filter((id) => stored.get(id) !== 1)).toEqual([]);

    const { code, said } = await auditVerify([], env);
    expect(said).toContain('The audit is whole.');
    expect(code).toBe(0);
    const next = await trailOn(data, { dataDir });
    expect((await next.chain.state()).faults).toEqual([]);
    expect((await next.chain.verify()).faults).toEqual([]);
  });
});
