import { Client } from 'pg';
import type { Delivery } from '../../../server/domain/intake/ports.ts';
import { createPipeline } from '../../../server/pipeline/pipeline.ts';
import { referenceDelivery } from '../../../server/sources/reference/reference-entries.ts';
import { createCheckpoints } from '../../../server/store/checkpoints.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { startEmbeddedPostgres } from '../../../server/store/embedded-postgres.ts';
import { createLog } from '../../../server/store/log.ts';
import { createPartitions } from '../../../server/store/partitions.ts';
import { type EpochMs, epochMs, seq } from '../../../shared/model/ids.ts';
import { ok } from '../../../shared/model/result.ts';
import { emptyWorld, FOLD_VERSION, fold, snapshotOf } from '../../../shared/rules/fold.ts';
import { faultLog } from '../bench-postgres.ts';
import { cameraDrafts, SOURCE } from '../workload.ts';

/** Entries that a server which was killed had not yet put into a checkpoint: half of what it lets pass between two. */
const AFTER_CHECKPOINT = 10_000;
const PAGE = 20_000;
const clock = (): EpochMs => epochMs(Date.now());

/**
 * A data folder as a node leaves it after days: the city, its cameras, and camera events up to `entries`, written by PostgreSQL
 * itself because that is quickest; with the checkpoint that a running node had kept.
 */
export async function writeLongLog(dataDir: string, entries: number): Promise<void> {
  const embedded = await startEmbeddedPostgres({ dataDir, log: faultLog });
  const database = openDatabase({ embedded, log: faultLog });
  try {
    await database.migrate();
    await createPartitions({ database, clock }).ensure();
    const log = createLog({ pool: database.pool, clock });
    const world = emptyWorld();
    const pipeline = createPipeline({
      log,
      world: () => world,
      clock,
      onCommitted: ({ entries }) => {
        for (const entry of entries) fold(world, entry);
      },
    });
    for (const delivery of [referenceDelivery(clock()), camerasDelivery()]) {
      const receipt = await pipeline.take(delivery);
      if (receipt.kind !== 'committed' || receipt.items.some(({ kind }) => kind !== 'stored'))
        throw new Error('the city could not be registered');
    }
    await pipeline.close();
    const own = database.client();
    await own.connect();
    try {
      await own.query(EVENTS, [world.seq, entries]);
      await own.query('update log_head set seq = (select max(seq) from log_entry)');
      await own.query('vacuum analyze log_entry');
    } finally {
      await own.end();
    }
    const last = entries - AFTER_CHECKPOINT;
    while (world.seq < last) {
      const page = await log.read(world.seq, Math.min(PAGE, last - world.seq));
      for (const entry of page) fold(world, entry);
      if (page.length === 0) throw new Error(`the log ends at ${world.seq}`);
    }
    if ((await log.head()) !== seq(entries)) throw new Error(`the log has ${await log.head()} entries, not ${entries}`);
    await createCheckpoints({ database, version: FOLD_VERSION }).save(snapshotOf(world));
  } finally {
    await database.close();
    await embedded.stop();
  }
}

/** As if no checkpoint had ever been kept. */
export async function forgetCheckpoints(dataDir: string): Promise<void> {
  const embedded = await startEmbeddedPostgres({ dataDir, log: faultLog });
  const client = new Client({ ...embedded.connection });
  try {
    await client.connect();
    await client.query('delete from checkpoint');
  } finally {
    await client.end();
    await embedded.stop();
  }
}

const camerasDelivery = (): Delivery => ({
  source: SOURCE,
  channel: 'bench:cameras',
  receivedAt: clock(),
  drill: false,
  priority: 'normal',
  items: cameraDrafts(clock()).map((draft) => ({ body: new TextEncoder().encode(JSON.stringify(draft)), drafts: ok([draft]) })),
});

/** Events of the registered cameras in turn, over when they are told, spread over the last day. */
const EVENTS = `
with camera as (
  select row_number() over (order by id) - 1 as place, id, area, data->'at' as at from log_entry where kind = 'camera.registered'
), total as (select count(*) as cameras from camera),
moment as (
  select n, (extract(epoch from now()) * 1000)::bigint - 86400000 + (n - $1::bigint) * 86000000 / greatest($2::bigint - $1::bigint, 1) as at
  from generate_series($1::bigint + 1, $2::bigint) as n
)
insert into log_entry (seq, kind, entity, id, area, classification, occurred_at, received_at, committed_at, source, actor, drill, data, retention)
select
  n, 'camera-event.observed', 'camera-event', 'bench:' || n, camera.area, 'internal', moment.at, moment.at, moment.at, 'bench', null, false,
  jsonb_build_object(
    'cameraId', camera.id, 'type', 'congestion', 'severity', case when n % 100 = 0 then 'high' else 'low' end, 'phase', 'end',
    'startedAt', moment.at, 'endedAt', moment.at, 'at', camera.at, 'label', 'car', 'score', 0.9, 'zones', '[]'::jsonb,
    'plate', null, 'speedKmh', null, 'evidence', null
  ),
  'operational'
from moment cross join total join camera on camera.place = n % total.cameras`;
