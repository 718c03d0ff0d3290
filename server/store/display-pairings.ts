import { randomBytes } from 'node:crypto';
import { and, count, eq, gt, isNull, lt, or } from 'drizzle-orm';
import { PAIRING_MS } from '../../shared/contract/displays.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { fail, ok } from '../../shared/model/result.ts';
import { AUDIENCES } from '../../shared/model/vocabulary.ts';
import type { Actor, Pairings } from '../domain/displays/ports.ts';
import { newUserCode } from '../domain/displays/user-code.ts';
import { type DisplayStoreParts, isAlive, pairedOf, recordOf, rowOf, seatDisplay, withWall } from './display-seats.ts';
import { display, pairing, wall } from './schema.ts';
import { oneTimeLink } from './schema-identity.ts';
import { hashOf, newToken } from './secret-token.ts';

/** More codes than this on screens at once is somebody filling the table, not a centre setting up its walls. */
const WAITING_MAX = 200;
/** What the printed link pairs: the wall of the machine that the server runs on. */
const FIRST_WALL = { id: 'tuong-chinh', name: 'Tường hiển thị' };
const FIRST_DISPLAY = { display: 'wall-1', name: 'Tường hiển thị', wall: FIRST_WALL.id, position: '1' };
const LINK: Actor = { id: 'link', name: 'Liên kết khởi động' };

/** Requests for pairing and what becomes of them, and the printed link that needs no approval. Only hashes of what is secret are kept. */
export function createPairings({ database: { orm }, clock, changes, audit }: DisplayStoreParts): Pairings {
  return {
    async begin({ address, browser }) {
      const now = clock();
      await orm.delete(pairing).where(lt(pairing.expiresAt, now));
      const [open] = await orm.select({ waiting: count() }).from(pairing).where(isNull(pairing.takenAt));
      if ((open?.waiting ?? 0) >= WAITING_MAX) return null;
      const deviceCode = newToken();
      const expiresAt = now + PAIRING_MS;
      for (;;) {
        const userCode = newUserCode(randomBytes);
        const made = await orm
          .insert(pairing)
          .values({ deviceHash: hashOf(deviceCode), userCode, createdAt: now, expiresAt, address, browser })
          .onConflictDoNothing({ target: pairing.userCode });
        // Taken already: one chance in 25 thousand million for each code that is on a screen.
        if (made.rowCount === 1) return { deviceCode, userCode, at: now, expiresAt };
      }
    },

    ask: (deviceCode) =>
      orm.transaction(async (transaction) => {
        const now = clock();
        const open = and(eq(pairing.deviceHash, hashOf(deviceCode)), isNull(pairing.takenAt), gt(pairing.expiresAt, now));
        const [asked] = await transaction.select().from(pairing).where(open).for('update');
        if (!asked) return { state: 'expired' };
        if (asked.display === null) return { state: 'pending' };
        const token = newToken();
        const own = and(eq(display.id, asked.display), isAlive);
        await transaction.update(pairing).set({ takenAt: now }).where(eq(pairing.deviceHash, asked.deviceHash));
        await transaction
          .update(display)
          .set({ tokenHash: hashOf(token), tokenAt: now })
          .where(own);
        const [row] = await withWall(transaction).where(own);
        return row ? { state: 'paired', display: pairedOf(row, now), token } : { state: 'expired' };
      }),

    async waiting(userCode) {
      const [row] = await orm.select().from(pairing).where(isWaiting(userCode, clock()));
      if (!row) return null;
      const { createdAt, expiresAt, address, browser } = row;
      return { userCode, createdAt, expiresAt, address, browser };
    },

    approve: (userCode, { replace, ...place }, by) =>
      orm.transaction(async (transaction) => {
        const at = clock();
        const [asked] = await transaction.select().from(pairing).where(isWaiting(userCode, at)).for('update');
        if (!asked) return fail({ kind: 'no-code' as const });
        // Held until the end: two approvals for one place of a wall come one after the other.
        const [on] = await transaction.select().from(wall).where(eq(wall.id, place.wall)).for('update');
        if (!on) return fail({ kind: 'no-wall' as const });
        const samePlace = and(eq(display.wall, place.wall), eq(display.position, place.position));
        const held = await transaction
          .select()
          .from(display)
          .where(and(or(eq(display.id, place.display), samePlace), isAlive));
        const inTheWay = held.find(({ id }) => id === place.display) ?? held[0];
        if (inTheWay && !replace) {
          const what = inTheWay.id === place.display ? ('name' as const) : ('position' as const);
          return fail({ kind: 'taken' as const, what, display: inTheWay.id, name: inTheWay.name });
        }
        const told = await seatDisplay(transaction, place, { by, at, tokenHash: null });
        await transaction.update(pairing).set({ display: place.display }).where(eq(pairing.deviceHash, asked.deviceHash));
        const [seated] = await transaction.select().from(display).where(eq(display.id, place.display));
        if (!seated) throw new Error('a display that was just seated is gone');
        const replaced = held.map(({ id }) => id);
        await recordOf(
          audit,
          by,
          { kind: 'display', id: place.display },
          { what: 'approved', wall: place.wall, position: place.position, replaced, address: asked.address },
        );
        for (const change of told) await changes.announce(change, transaction);
        return ok(rowOf(seated, null, at));
      }),

    async issueLink(validForMs) {
      const token = newToken();
      const now = clock();
      await orm.insert(oneTimeLink).values({ tokenHash: hashOf(token), purpose: 'wall', createdAt: now, expiresAt: now + validForMs });
      return token;
    },

    claimLink: (linkToken) =>
      orm.transaction(async (transaction) => {
        const at = clock();
        const unspent = and(
          eq(oneTimeLink.tokenHash, hashOf(linkToken)),
          eq(oneTimeLink.purpose, 'wall'),
          isNull(oneTimeLink.usedAt),
          gt(oneTimeLink.expiresAt, at),
        );
        const spent = await transaction.update(oneTimeLink).set({ usedAt: at }).where(unspent);
        if (spent.rowCount !== 1) return null;
        await transaction
          .insert(wall)
          .values({ ...FIRST_WALL, audience: AUDIENCES[0], audienceAt: at, audienceBy: LINK.name })
          .onConflictDoNothing();
        const token = newToken();
        const told = await seatDisplay(transaction, FIRST_DISPLAY, { by: LINK, at, tokenHash: hashOf(token) });
        const [row] = await withWall(transaction).where(eq(display.id, FIRST_DISPLAY.display));
        if (!row) throw new Error('a display that was just seated is gone');
        await recordOf(audit, LINK, { kind: 'display', id: FIRST_DISPLAY.display }, { what: 'approved by a printed link' });
        for (const change of told) await changes.announce(change, transaction);
        return { display: pairedOf(row, at), token };
      }),
  };
}

const isWaiting = (userCode: string, now: EpochMs) =>
  and(eq(pairing.userCode, userCode), isNull(pairing.display), isNull(pairing.takenAt), gt(pairing.expiresAt, now));
