import type { Client } from 'pg';
import { type EpochMs, epochMs } from '../../shared/model/ids.ts';
import { RETENTIONS, type Retention } from '../../shared/model/vocabulary.ts';
import type { Database } from './database.ts';

export type Partitions = {
  /**
   * Makes the months from the present one to `AHEAD_MONTHS` later, for every retention. Called at the start and once a day;
   * any number of nodes may call it at once. What lay in a default partition moves into its month.
   */
  ensure(): Promise<void>;
  /** Drops every entry of a class that lies in a month wholly before the moment. Returns the dropped partitions. */
  dropExpired(retention: Retention, before: EpochMs): Promise<string[]>;
};

const AHEAD_MONTHS = 2;
const PARTITION_LOCK = 4_812_202_602;
/** Attaching waits for whoever reads the default partition; nobody shall wait long behind it. */
const LOCK_TIMEOUT = '5s';
/** Months are the centre's own: in Việt Nam, UTC+7 all year. */
const ZONE_MS = 7 * 3_600_000;

type Month = { name: string; from: EpochMs; to: EpochMs };

export function createPartitions({ database, clock }: { database: Pick<Database, 'client'>; clock: () => EpochMs }): Partitions {
  /** One node at a time, on a connection of its own: DDL may take longer than the pool allows. */
  async function alone<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = database.client();
    await client.connect();
    try {
      await client.query('select pg_advisory_lock($1)', [PARTITION_LOCK]);
      await client.query(`set lock_timeout = '${LOCK_TIMEOUT}'`);
      return await work(client);
    } finally {
      await client.end();
    }
  }

  return {
    ensure: () =>
      alone(async (client) => {
        const existing = new Set(await partitionNames(client));
        for (const retention of RETENTIONS) {
          for (let ahead = 0; ahead <= AHEAD_MONTHS; ahead++) {
            const month = monthOf(retention, clock(), ahead);
            if (!existing.has(month.name)) await inTransaction(client, () => addMonth(client, retention, month));
          }
        }
      }),
    dropExpired: (retention, before) =>
      alone(async (client) => {
        const limit = monthOf(retention, before, 0);
        const expired = (await partitionNames(client)).filter((name) => isMonthOf(retention, name) && name < limit.name);
        for (const name of expired) await client.query(`drop table ${name}`);
        await client.query(`delete from log_entry_${retention}_default where received_at < $1`, [limit.from]);
        return expired;
      }),
  };
}

function monthOf(retention: Retention, moment: EpochMs, ahead: number): Month {
  const local = new Date(moment + ZONE_MS);
  const start = (months: number) => Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months, 1);
  const name = new Date(start(ahead)).toISOString().slice(0, 7).replace('-', '_');
  return {
    name: `log_entry_${retention}_${name}`,
    from: epochMs(start(ahead) - ZONE_MS),
    to: epochMs(start(ahead + 1) - ZONE_MS),
  };
}

const isMonthOf = (retention: Retention, name: string): boolean => new RegExp(`^log_entry_${retention}_\\d{4}_\\d{2}$`).test(name);

async function partitionNames(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relid::regclass::text as name from pg_partition_tree('log_entry') where isleaf order by name`,
  );
  return rows.map((row) => row.name);
}

/** Filled before it is attached, so that PostgreSQL finds no row of this month in the default partition. */
async function addMonth(client: Client, retention: Retention, { name, from, to }: Month): Promise<void> {
  const parent = `log_entry_${retention}`;
  // No entry may arrive in the default partition between the move and the attachment.
  await client.query(`lock table ${parent}_default in access exclusive mode`);
  await client.query(`create table ${name} (like log_entry including all)`);
  await client.query(
    `with moved as (delete from ${parent}_default where received_at >= ${from} and received_at < ${to} returning *)
     insert into ${name} select * from moved`,
  );
  await client.query(`alter table ${parent} attach partition ${name} for values from (${from}) to (${to})`);
}

async function inTransaction(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
