import { afterEach, expect, test } from 'vitest';
import type { QuarantineRecord } from '../../../server/domain/log/ports.ts';
import { createPipeline, type Pipeline } from '../../../server/pipeline/pipeline.ts';
import { createLog } from '../../../server/store/log.ts';
import { createQuarantine } from '../../../server/store/quarantine.ts';
import { emptyWorld } from '../../../shared/rules/fold.ts';
import { testDatabase } from '../../support/postgres.ts';
import { MOMENT, SOURCE } from './entries.ts';

let pipeline: Pipeline | undefined;
afterEach(() => pipeline?.close());

const DELIVERIES = 40;
const ITEMS = 5;

test('QUAR4 items of one millisecond are listed as they came, the newest first, on whatever page', async () => {
  const db = await testDatabase();
  const clock = () => MOMENT;
  const world = emptyWorld();
  pipeline = createPipeline({ log: createLog({ pool: db.database.pool, clock }), world: () => world, clock, onCommitted: () => {} });
  const sent: string[] = [];
  const receipts = Array.from({ length: DELIVERIES }, (_, delivery) =>
    pipeline?.take({
      source: SOURCE,
      channel: 'mqtt:frigate/events',
      receivedAt: MOMENT,
      drill: false,
      priority: 'normal',
      items: Array.from({ length: ITEMS }, (_, item) => {
        const text = `${delivery}:${item}`;
        sent.push(text);
        return {
          body: new TextEncoder().encode(text),
          drafts: { ok: false as const, error: { code: 'schema' as const, pointer: '', message: 'sai' } },
        };
      }),
    }),
  );
  for (const receipt of await Promise.all(receipts)) expect(receipt).toMatchObject({ kind: 'committed' });

  const quarantine = createQuarantine(db);
  const pages: QuarantineRecord[][] = [];
  for (;;) {
    const page = await quarantine.list({ open: true, before: pages.at(-1)?.at(-1)?.id ?? null, limit: 33 });
    if (page.length === 0) break;
    pages.push(page);
  }
  expect(pages.flat().map(({ body }) => Buffer.from(body).toString())).toEqual(sent.toReversed());
  expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(DELIVERIES * ITEMS);
  for (const { id } of pages.flat()) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});
