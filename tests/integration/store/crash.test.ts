import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../../../server/store/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../server/store/embedded-postgres.ts';
import { createLog } from '../../../server/store/log.ts';
import { createTail } from '../../../server/store/tail.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { BEFORE_FIRST, epochMs } from '../../../shared/model/ids.ts';
import { silentLog } from '../../support/postgres.ts';
import { arrival, batch } from './entries.ts';

let folder: string;
let server: EmbeddedPostgres;
let database: Database;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-crash-'));
  server = await startEmbeddedPostgres({ dataDir: folder, log: silentLog });
  database = openDatabase({ embedded: server, log: silentLog });
  await database.migrate();
});
afterAll(async () => {
  await database.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('LOG6: kill -9 of PostgreSQL under load loses nothing acknowledged and doubles nothing, and it comes back by itself', async () => {
  const log = createLog({ pool: database.pool, clock: () => epochMs(Date.now()) });
  const seen: Entry[] = [];
  const states: string[] = [];
  const tail = createTail({
    log,
    database,
    after: BEFORE_FIRST,
    diagnostics: silentLog,
    onEntries: (entries) => seen.push(...entries),
    onState: (state) => states.push(state),
  });
  const acknowledged = new Set<string>();
  let attempted = 0;
  let writing = true;
  /** As a publisher does: the same batch again, under the same keys, until it is acknowledged. */
  async function publish(writer: number): Promise<void> {
    for (let i = 0; writing; i++) {
      const ids = [0, 1, 2, 3].map((k) => `${writer}-${i}-${k}`);
      attempted += ids.length;
      for (let done = false; !done; ) {
        try {
          tail.offer(await log.commit(batch(ids.map((id) => arrival(id, id)))));
          done = true;
        } catch {
          await turn();
        }
      }
      for (const id of ids) acknowledged.add(id);
    }
  }
  const writers = [0, 1, 2, 3].map(publish);
  const exits: string[] = [];
  server.onExit((reason) => exits.push(reason));
  for (let kill = 1; kill <= 3; kill++) {
    const enough = acknowledged.size + 200;
    await vi.waitFor(() => expect(acknowledged.size).toBeGreaterThan(enough), { timeout: 20_000 });
    process.kill(server.pid ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(exits).toHaveLength(kill));
    expect(server.pid).toBeNull();
    await vi.waitFor(() => expect(server.pid).not.toBeNull(), { timeout: 20_000 });
  }
  writing = false;
  await Promise.all(writers);
  expect(exits).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL']);
  expect(acknowledged.size).toBe(attempted);

  const head = await log.head();
  expect(head).toBe(attempted);
  await vi.waitFor(() => expect(tail.cursor()).toBe(head), { timeout: 10_000 });
  await vi.waitFor(() => expect(states.at(-1)).toBe('up'), { timeout: 10_000 });
  await tail.close();
  expect(seen.map((entry) => entry.seq)).toEqual(Array.from({ length: head }, (_, i) => i + 1));
  expect(new Set(seen.map((entry) => entry.id))).toEqual(acknowledged);
  expect(states).toContain('down');
});
