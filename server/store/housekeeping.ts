import { type EpochMs, epochMs } from '../../shared/model/ids.ts';
import type { Retention } from '../../shared/model/vocabulary.ts';
import type { StoredAccessChanges } from './access-changes.ts';
import type { StoredDeliveryMemory } from './delivery-memory.ts';
import type { StoredIdentity } from './identity-store.ts';
import type { StoredLedger } from './ledger.ts';
import type { PgLog } from './log.ts';
import type { Partitions } from './partitions.ts';
import type { StoreLog } from './store-log.ts';

const DAY_MS = 86_400_000;

/** How many days each thing is kept; null: for ever. */
export type KeepDays = { [R in Retention]: number | null } & {
  publisherKeys: number;
  deliveries: number;
  ledger: number;
  accessChanges: number;
  sessions: number;
};
export const KEEP_DAYS: KeepDays = {
  operational: 90,
  record: null,
  publisherKeys: 7,
  deliveries: 1,
  ledger: 400,
  accessChanges: 400,
  sessions: 30,
};

export type Housekeeping = {
  /** Months made ahead, what has expired dropped. Any number of nodes may do it at once; what fails is told and tried next time. */
  run(): Promise<void>;
  /** Runs now and then every day. Returns how to stop. */
  start(): () => void;
};

export function createHousekeeping(parts: {
  log: Pick<PgLog, 'forgetKeys'>;
  partitions: Partitions;
  ledger: Pick<StoredLedger, 'forget'>;
  deliveries: Pick<StoredDeliveryMemory, 'forget'>;
  identity: Pick<StoredIdentity, 'forget'>;
  accessChanges: Pick<StoredAccessChanges, 'forget'>;
  keep?: KeepDays;
  clock: () => EpochMs;
  diagnostics: StoreLog;
}): Housekeeping {
  const keep = parts.keep ?? KEEP_DAYS;

  async function run(): Promise<void> {
    const before = (days: number): EpochMs => epochMs(parts.clock() - days * DAY_MS);
    const drop = async (retention: Retention): Promise<void> => {
      const days = keep[retention];
      if (days === null) return;
      const dropped = await parts.partitions.dropExpired(retention, before(days));
      if (dropped.length > 0) parts.diagnostics.info({ dropped }, 'expired entries were dropped');
    };
    const duties: Record<string, () => Promise<unknown>> = {
      'making partitions': () => parts.partitions.ensure(),
      'dropping operational entries': () => drop('operational'),
      'dropping records': () => drop('record'),
      'forgetting publisher keys': () => parts.log.forgetKeys(before(keep.publisherKeys)),
      'forgetting deliveries': () => parts.deliveries.forget(before(keep.deliveries)),
      'forgetting ledger rows': () => parts.ledger.forget(before(keep.ledger)),
      'forgetting changes of rights': () => parts.accessChanges.forget(before(keep.accessChanges)),
      'forgetting sessions': () => parts.identity.forget(before(keep.sessions)),
    };
    for (const [duty, work] of Object.entries(duties)) {
      await work().catch((error: unknown) =>
        parts.diagnostics.error({ duty, error: String(error) }, 'housekeeping failed; tried again tomorrow'),
      );
    }
  }

  return {
    run,
    start() {
      void run();
      const daily = setInterval(() => void run(), DAY_MS);
      daily.unref();
      return () => clearInterval(daily);
    },
  };
}
