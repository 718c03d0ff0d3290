import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../support/postgres.ts';
import { type Centre, openCentre, send, signed } from '../ingest/ingest-centre.ts';

let centre: Centre;
beforeAll(async () => {
  centre = await openCentre((await testDatabase()).database);
});
afterAll(() => centre?.close());

test('SEC10 a delivery that is nested without end is an item in quarantine or a refusal, and the server lives', async () => {
  const issued = await centre.credentials.issue('so-giao-thong' as never);
  const publisher = { source: 'so-giao-thong', ...issued };
  for (const depth of [200, 5_000, 30_000]) {
    const body = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const answer = await send(
      centre,
      'camera-events',
      signed(publisher, body.length < 60_000 ? body : `${'['.repeat(depth)}${']'.repeat(depth)}`),
    );
    expect([400, 413, 422], `${depth}: ${JSON.stringify(answer.body)}`).toContain(answer.status);
  }
  expect(centre.failures).toEqual([]);
});
