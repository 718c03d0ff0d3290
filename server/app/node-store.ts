import { hostname } from 'node:os';
import type { EpochMs } from '../../shared/model/ids.ts';
import { FOLD_VERSION } from '../../shared/rules/fold.ts';
import type { Sealer } from '../domain/identity/ports.ts';
import { createAccessChanges } from '../store/access-changes.ts';
import { type AuditTrail, openAuditTrail } from '../store/audit-trail.ts';
import { authenticators } from '../store/authenticators.ts';
import { createCheckpoints } from '../store/checkpoints.ts';
import { createSourceCredentials } from '../store/credentials.ts';
import { openDatabase } from '../store/database.ts';
import { createDeliveryMemory } from '../store/delivery-memory.ts';
import { createDisplayGlass } from '../store/display-glass.ts';
import { createDisplays } from '../store/displays.ts';
import { startEmbeddedPostgres } from '../store/embedded-postgres.ts';
import { createHousekeeping } from '../store/housekeeping.ts';
import { openIdentityKey } from '../store/identity-key.ts';
import { createIdentityStore } from '../store/identity-store.ts';
import { createLedger } from '../store/ledger.ts';
import { createLog } from '../store/log.ts';
import { createMedia } from '../store/media.ts';
import { createMediaFiles } from '../store/media-files.ts';
import { createPartitions } from '../store/partitions.ts';
import { createPasswords } from '../store/passwords.ts';
import { createAttempts } from '../store/proof-attempts.ts';
import { createQuarantine } from '../store/quarantine.ts';
import { createReplayLog } from '../store/replay-log.ts';
import { createHistory } from '../store/visible-sql.ts';
import { createWallAudiences } from '../store/wall-audiences.ts';
import { createSceneVersions, createWallHolders, createWallLock, createWallRegister } from '../store/wall-lock.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Configuration } from './configuration.ts';

/** Everything this node keeps: its own PostgreSQL or the one that DATABASE_URL names, migrated and ready. */
export type NodeStore = Awaited<ReturnType<typeof openNodeStore>>;

export async function openNodeStore(
  { databaseUrl, dataDir, identityKey }: Configuration,
  clock: () => EpochMs,
  logger: Logger,
  node = hostname(),
) {
  const log = logger.child({ part: 'store' });
  const embedded = databaseUrl === null ? await startEmbeddedPostgres({ dataDir, log }) : null;
  const where = embedded ? { embedded } : { url: databaseUrl as string };
  const database = openDatabase({ ...where, log });
  try {
    await database.migrate();
  } catch (error) {
    await database.close();
    await embedded?.stop();
    throw databaseUrl === null ? error : new Error(`DATABASE_URL: ${placeOf(databaseUrl)}: ${causeOf(error)}`, { cause: error });
  }
  // Acts are recorded from within transactions: with connections of its own the audit never waits for the very ones that wait for it.
  const auditDatabase = openDatabase({ ...where, log, max: 2 });
  let trail: AuditTrail;
  let sealer: Sealer;
  try {
    trail = await openAuditTrail({ database, writing: auditDatabase, dataDir, node, log: logger.child({ part: 'audit' }) });
    sealer = await openIdentityKey({ dataDir, given: identityKey });
  } catch (error) {
    await auditDatabase.close();
    await database.close();
    await embedded?.stop();
    throw error;
  }
  const partitions = createPartitions({ database, clock });
  await partitions.ensure();
  const deliveries = createDeliveryMemory({ database });
  const ledger = createLedger({ database });
  const entries = createLog({ pool: database.pool, clock });
  const accessChanges = createAccessChanges({ database });
  const identity = createIdentityStore({ database, changes: accessChanges, clock });
  const housekeeping = createHousekeeping({
    log: entries,
    partitions,
    ledger,
    deliveries,
    accessChanges,
    identity,
    clock,
    diagnostics: log,
  });
  const stopHousekeeping = housekeeping.start();

  return {
    database,
    /** Who did what, saw what and why; every part records its acts here. */
    audit: trail.audit,
    wallAudiences: createWallAudiences({ database, changes: accessChanges, audit: trail.audit, clock }),
    /** What orders to walls are decided on. */
    walls: {
      lock: createWallLock({ database }),
      register: createWallRegister({ database }),
      holders: createWallHolders({ database, clock }),
      history: createSceneVersions({ database }),
    },
    auditTrail: trail,
    history: createHistory({ pool: database.pool }),
    accessChanges,
    identity,
    /** What people prove themselves with. */
    proofs: { sealer, authenticators, passwords: await createPasswords(), attempts: createAttempts({ database, clock }) },
    log: entries,
    checkpoints: createCheckpoints({ database, version: FOLD_VERSION }),
    replayLog: createReplayLog({ pool: database.pool }),
    displays: createDisplays({ database, clock, changes: accessChanges, audit: trail.audit }),
    glass: createDisplayGlass({ database }),
    credentials: createSourceCredentials({ database, clock }),
    deliveries,
    quarantine: createQuarantine({ database }),
    ledger,
    media: createMedia({ dataDir }),
    pictures: createMedia({ dataDir, part: 'pictures' }),
    mediaFiles: createMediaFiles({ database }),
    /** PostgreSQL stops last. */
    async close() {
      stopHousekeeping();
      await trail.close();
      await auditDatabase.close();
      await database.close();
      await embedded?.stop();
    },
  };
}

/** Without user, password and options: it is printed. */
const placeOf = (databaseUrl: string): string => databaseUrl.replace(/^\w+:\/\/([^/]*@)?/, '').replace(/\?.*/, '');

/** In one line. A host with two addresses fails with an error that says nothing itself, but holds one for each. */
function causeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return [...new Set(error.errors.map(causeOf))].join(', ');
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, ' ');
}
