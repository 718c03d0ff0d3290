import { randomUUID } from 'node:crypto';
import { and, count, eq, gt, isNotNull, isNull, lt, max, ne, or, sql } from 'drizzle-orm';
import { type EpochMs, epochMs } from '../../shared/model/ids.ts';
import type { Role } from '../../shared/model/vocabulary.ts';
import type { Grant, People, Person, PersonRecord } from '../domain/identity/ports.ts';
import type { Database } from './database.ts';
import { person, personSession, recoveryCode } from './schema-identity.ts';

/** The pool, or a transaction of it. */
export type Executor = Database['orm'] | Parameters<Parameters<Database['orm']['transaction']>[0]>[0];

/** Any number serves, as long as no one else takes it: who may administer is decided by one at a time. */
const ADMINISTRATORS_LOCK = 4_812_202_611;

/** Accounts on PostgreSQL. Secrets go in and out sealed or hashed; nothing here opens them. */
export function createPeople(orm: Executor, clock: () => EpochMs): People {
  const one = async (where: ReturnType<typeof eq>): Promise<Person | null> => {
    const [row] = await orm.select().from(person).where(where);
    return row ? personOf(row) : null;
  };
  return {
    byLogin: (login) => one(eq(person.login, login)),
    byId: (id) => one(eq(person.id, id)),
    byOidcSubject: (subject) => one(eq(person.oidcSubject, subject)),
    async list() {
      const now = clock();
      const codes = orm
        .select({ person: recoveryCode.person, left: count().as('left') })
        .from(recoveryCode)
        .where(isNull(recoveryCode.usedAt))
        .groupBy(recoveryCode.person)
        .as('codes');
      const alive = sql<number>`count(*) filter (where ${and(eq(personSession.stage, 'full'), isNull(personSession.endedAt), gt(personSession.expiresAt, now))})`;
      const sessions = orm
        .select({ person: personSession.person, open: alive.mapWith(Number).as('open'), seen: max(personSession.seenAt).as('seen') })
        .from(personSession)
        .groupBy(personSession.person)
        .as('sessions');
      const rows = await orm
        .select({ row: person, left: codes.left, open: sessions.open, seen: sessions.seen })
        .from(person)
        .leftJoin(codes, eq(codes.person, person.id))
        .leftJoin(sessions, eq(sessions.person, person.id))
        .orderBy(person.name, person.login);
      return rows.map(
        ({ row, left, open, seen }): PersonRecord => ({
          ...personOf(row),
          recoveryCodesLeft: Number(left ?? 0),
          sessions: Number(open ?? 0),
          lastSeenAt: seen === null ? null : epochMs(Number(seen)),
        }),
      );
    },
    async holdAdministrators() {
      await orm.execute(sql`select pg_advisory_xact_lock(${ADMINISTRATORS_LOCK})`);
    },
    async hasAdministrator(except) {
      const able = or(isNotNull(person.passwordHash), isNotNull(person.oidcSubject));
      const others = except === undefined ? undefined : ne(person.id, except);
      const found = await orm
        .select({ id: person.id })
        .from(person)
        .where(and(eq(person.role, 'administrator'), isNull(person.disabledAt), able, others))
        .limit(1);
      return found.length > 0;
    },
    async add(login, grant, by) {
      const values = { id: randomUUID(), login, ...grant, createdAt: clock(), createdBy: by };
      const [row] = await orm.insert(person).values(values).onConflictDoNothing().returning();
      return row ? personOf(row) : null;
    },
    async change(id, grant) {
      const { oidcSubject } = grant;
      if (oidcSubject != null) {
        const taken = and(eq(person.oidcSubject, oidcSubject), ne(person.id, id));
        if ((await orm.select({ id: person.id }).from(person).where(taken)).length > 0) return false;
      }
      await orm.update(person).set(grant).where(eq(person.id, id));
      return true;
    },
    async setPassword(id, hash) {
      await orm.update(person).set({ passwordHash: hash, passwordAt: clock() }).where(eq(person.id, id));
    },
    async takeStep(id, step) {
      const later = or(isNull(person.totpStep), lt(person.totpStep, step));
      return (
        (
          await orm
            .update(person)
            .set({ totpStep: step })
            .where(and(eq(person.id, id), later))
        ).rowCount === 1
      );
    },
    async totp(id) {
      const [row] = await orm.select({ secret: person.totpSecret, step: person.totpStep }).from(person).where(eq(person.id, id));
      return row?.secret ? { secret: row.secret, step: row.step } : null;
    },
    async enrol(id, secret, step, codeHashes) {
      await orm.update(person).set({ totpSecret: secret, totpStep: step }).where(eq(person.id, id));
      await orm.delete(recoveryCode).where(eq(recoveryCode.person, id));
      await orm.insert(recoveryCode).values(codeHashes.map((codeHash) => ({ person: id, codeHash })));
    },
    async removeSecondFactor(id) {
      await orm.update(person).set({ totpSecret: null }).where(eq(person.id, id));
      await orm.delete(recoveryCode).where(eq(recoveryCode.person, id));
    },
    async spendRecoveryCode(id, codeHash) {
      const unused = and(eq(recoveryCode.person, id), eq(recoveryCode.codeHash, codeHash), isNull(recoveryCode.usedAt));
      return (await orm.update(recoveryCode).set({ usedAt: clock() }).where(unused)).rowCount === 1;
    },
    async recoveryCodesLeft(id) {
      const unused = and(eq(recoveryCode.person, id), isNull(recoveryCode.usedAt));
      const [row] = await orm.select({ left: count() }).from(recoveryCode).where(unused);
      return row?.left ?? 0;
    },
  };
}

/** Without the second factor's secret: whoever needs it asks for it by name. */
export function personOf(row: typeof person.$inferSelect): Person {
  const grant: Grant = {
    name: row.name,
    role: row.role as Role,
    unit: row.unit,
    areas: row.areas as string[] | null,
    oidcSubject: row.oidcSubject,
  };
  return {
    id: row.id,
    login: row.login,
    ...grant,
    passwordHash: row.passwordHash,
    passwordAt: row.passwordAt === null ? null : epochMs(row.passwordAt),
    hasSecondFactor: row.totpSecret !== null,
    createdAt: epochMs(row.createdAt),
    disabledAt: row.disabledAt === null ? null : epochMs(row.disabledAt),
  };
}
