import { createPipeline } from '../../../server/pipeline/pipeline.ts';
import { drillDay } from '../../../server/sources/drill/drill-day.ts';
import { referenceDelivery } from '../../../server/sources/reference/reference-entries.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { startEmbeddedPostgres } from '../../../server/store/embedded-postgres.ts';
import { createLog } from '../../../server/store/log.ts';
import { createPartitions } from '../../../server/store/partitions.ts';
import type { NewEntry } from '../../../shared/contract/entry.ts';
import { KINDS } from '../../../shared/contract/entry-data.ts';
import { type EpochMs, epochMs, sourceId } from '../../../shared/model/ids.ts';
import { emptyWorld, fold } from '../../../shared/rules/fold.ts';
import { faultLog } from '../bench-postgres.ts';

const DAY_MS = 86_400_000;
const DRILL = sourceId('drill');
const ROWS = 5000;
const clock = (): EpochMs => epochMs(Date.now());

export type DrillLog = { from: EpochMs; to: EpochMs; entries: number };

/**
 * A data folder with a whole day of the drill in its log, up to now: the city through the pipeline, the day written by PostgreSQL from
 * rows, at the moments at which it would have been received. No world of it is kept: the node makes those by its own rule.
 */
export async function writeDrillDay(dataDir: string, least: number, density: number): Promise<DrillLog> {
  const embedded = await startEmbeddedPostgres({ dataDir, log: faultLog });
  const database = openDatabase({ embedded, log: faultLog });
  const from = epochMs(clock() - DAY_MS);
  try {
    await database.migrate();
    await createPartitions({ database, clock: () => from }).ensure();
    await createPartitions({ database, clock }).ensure();
    const log = createLog({ pool: database.pool, clock });
    const world = emptyWorld();
    const pipeline = createPipeline({
      log,
      world: () => world,
      clock: () => from,
      onCommitted: ({ entries }) => {
        for (const entry of entries) fold(world, entry);
      },
    });
    const receipt = await pipeline.take(referenceDelivery(from));
    if (receipt.kind !== 'committed') throw new Error('the city could not be registered');
    await pipeline.close();

    const own = database.client();
    await own.connect();
    let n: number = world.seq;
    let rows: NewEntry[] = [];
    const flush = async (): Promise<void> => {
      if (rows.length === 0) return;
      await own.query(INSERT, [
        n - rows.length,
        JSON.stringify(rows.map((row) => ({ ...row, entity: KINDS[row.kind].entity, retention: KINDS[row.kind].retention }))),
      ]);
      rows = [];
    };
    const day = drillDay({ seed: 20_260_914, startsAt: from, density });
    try {
      const whole = function* () {
        yield* day.prelude();
        yield* day.entries({ to: clock() });
      };
      for (const said of whole()) {
        const { publisherKey: _, ...draft } = said.draft;
        const entry = {
          area: null,
          classification: 'internal',
          actor: null,
          ...draft,
          occurredAt: said.at,
          receivedAt: said.at,
          source: DRILL,
          drill: true,
        };
        rows.push(entry as unknown as NewEntry);
        n++;
        if (rows.length >= ROWS) await flush();
      }
      await flush();
      await own.query('update log_head set seq = (select max(seq) from log_entry)');
      await own.query('vacuum analyze log_entry');
    } finally {
      await own.end();
    }
    if (n < least) throw new Error(`the day has ${n} entries, fewer than ${least}`);
    return { from, to: clock(), entries: n };
  } finally {
    await database.close();
    await embedded.stop();
  }
}

const INSERT = `
insert into log_entry (seq, kind, entity, id, area, classification, occurred_at, received_at, committed_at, source, actor, drill, data, retention)
select $1::bigint + place, kind, entity, id, area, classification, "occurredAt", "receivedAt", "receivedAt", source, actor, drill, data, retention
from rows from (json_to_recordset($2::json) as (
  kind text, entity text, id text, area text, classification text, "occurredAt" bigint, "receivedAt" bigint, source text, actor text,
  drill boolean, data jsonb, retention text
)) with ordinality as r(kind, entity, id, area, classification, "occurredAt", "receivedAt", source, actor, drill, data, retention, place)`;
