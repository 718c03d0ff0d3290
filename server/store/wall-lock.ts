import { and, eq, isNull } from 'drizzle-orm';
import type { PoolClient } from 'pg';
import type { Entry } from '../../shared/contract/entry.ts';
import { KINDS, type Kind } from '../../shared/contract/entry-data.ts';
import type { SessionStage } from '../../shared/contract/session.ts';
import { type EpochMs, epochMs } from '../../shared/model/ids.ts';
import { AUDIENCES, type Audience, ROLES } from '../../shared/model/vocabulary.ts';
import { isOver } from '../domain/identity/session-stage.ts';
import type { SceneVersions, WallHolders, WallLock, WallRegister } from '../domain/walls/ports.ts';
import type { Database } from './database.ts';
import { ENTRY_COLUMNS, type EntryRow, entryOf } from './entry-row.ts';
import { wall } from './schema.ts';
import { person, personSession } from './schema-identity.ts';

/** Of the pair (this, hash of the name). Any number serves, as long as no one else takes it. */
const ORDERS_LOCK = 482_610;
/** A desk waits no longer for another one. */
const LOCK_TIMEOUT = '5s';

const NEWEST = `select ${ENTRY_COLUMNS} from log_entry where entity = $1 and id = $2 and retention = $3 order by seq desc limit 1`;
const VERSIONS = `select ${ENTRY_COLUMNS} from log_entry where entity = 'scene' and id = $1 and retention = 'record' order by seq desc limit $2`;

/**
 * One order at a time for each wall and each scene, over all nodes: a lock of PostgreSQL's that lives no longer than its session.
 * What stands is read from the log itself while it is held, for a node's fold may lag behind what another has just committed (DIR4).
 */
export function createWallLock({ database: { pool } }: { database: Pick<Database, 'pool'> }): WallLock {
  // One at a time on this node besides: whoever holds the lock still needs a connection to commit with, and those who wait must not have them all.
  let last: Promise<unknown> = Promise.resolve();

  async function locked<T>(name: string, work: (newest: Parameters<Parameters<WallLock['alone']>[1]>[0]) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
      await client.query('select pg_advisory_xact_lock($1, hashtext($2))', [ORDERS_LOCK, name]);
      return await work((kind, id) => newestOf(client, kind, id));
    } finally {
      // It wrote nothing. A connection that is lost has let go of its lock already.
      await client.query('rollback').then(
        () => client.release(),
        (error: Error) => client.release(error),
      );
    }
  }

  return {
    alone(name, work) {
      const mine = last.then(() => locked(name, work));
      last = mine.catch(() => {});
      return mine;
    },
  };
}

async function newestOf<K extends Kind>(client: PoolClient, kind: K, id: string): Promise<Entry<K> | null> {
  const { entity, retention } = KINDS[kind];
  const { rows } = await client.query<EntryRow>({ name: 'wall-newest', text: NEWEST, values: [entity, id, retention] });
  return rows[0] ? (entryOf(rows[0]) as Entry<K>) : null;
}

/** Every publication of a scene, the newest first, out of the log. */
export const createSceneVersions = ({ database: { pool } }: { database: Pick<Database, 'pool'> }): SceneVersions => ({
  async of(scene, limit) {
    const { rows } = await pool.query<EntryRow>(VERSIONS, [scene, limit]);
    return rows.map((row) => entryOf(row) as Entry<'scene.published'>);
  },
});

export const createWallRegister = ({ database: { orm } }: { database: Pick<Database, 'orm'> }): WallRegister => {
  const columns = { id: wall.id, name: wall.name, audience: wall.audience };
  return {
    async find(id) {
      const [row] = await orm.select(columns).from(wall).where(eq(wall.id, id));
      return row ? knownAudience(row) : null;
    },
    list: async () => (await orm.select(columns).from(wall)).map(knownAudience),
  };
};

/** @throws Error on an audience that is none: nobody may guess who is in a room. */
function knownAudience<R extends { id: string; audience: string }>(row: R): R & { audience: Audience } {
  const audience = AUDIENCES.find((one) => one === row.audience);
  if (!audience) throw new Error(`wall ${row.id} has an audience that is none`);
  return { ...row, audience };
}

/** Whether somebody is signed in at all, and as what. */
export const createWallHolders = ({
  database: { orm },
  clock,
}: {
  database: Pick<Database, 'orm'>;
  clock: () => EpochMs;
}): WallHolders => ({
  async roleOf(id) {
    const rows = await orm
      .select({
        stage: personSession.stage,
        createdAt: personSession.createdAt,
        seenAt: personSession.seenAt,
        expiresAt: personSession.expiresAt,
        role: person.role,
      })
      .from(personSession)
      .innerJoin(person, eq(person.id, personSession.person))
      .where(and(eq(person.id, id), isNull(personSession.endedAt), isNull(person.disabledAt)));
    const here = rows.find(({ stage, createdAt, seenAt, expiresAt }) => {
      const times = { createdAt: epochMs(createdAt), seenAt: epochMs(seenAt), expiresAt: epochMs(expiresAt) };
      return stage === 'full' && !isOver({ stage: stage as SessionStage, ...times }, clock());
    });
    return ROLES.find((role) => role === here?.role) ?? null;
  },
});
