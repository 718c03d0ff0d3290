import { randomUUID } from 'node:crypto';
import { DISPLAY_COOKIE } from '../../server/http/displays/display-cookie.ts';
import { SESSION_COOKIE } from '../../server/http/session/cookies.ts';
import type { Database } from '../../server/store/database.ts';
import { display, wall } from '../../server/store/schema.ts';
import { person, personSession } from '../../server/store/schema-identity.ts';
import { hashOf, newToken } from '../../server/store/secret-token.ts';
import type { Principal } from '../../shared/contract/principal.ts';
import type { AreaCode } from '../../shared/model/ids.ts';
import type { Audience, Role } from '../../shared/model/vocabulary.ts';

/** Somebody who is known to the server, and the `Cookie` header that says so: written straight into the store, past every log-in. */
export type Known = { principal: Principal; cookie: string };

const HOUR_MS = 3_600_000;

/** A person with a whole session, freshly proven. `areas` are taken as units that nothing lies below. */
export async function knownPerson({ orm }: Pick<Database, 'orm'>, role: Role, areas: AreaCode[] | null): Promise<Known> {
  const now = Date.now();
  const id = randomUUID();
  const login = `${role}-${id.slice(0, 8)}`;
  await orm.insert(person).values({ id, login, name: `Người ${login}`, role, unit: null, areas, createdAt: now, createdBy: 'test' });
  const token = newToken();
  await orm.insert(personSession).values({
    tokenHash: hashOf(token),
    id: randomUUID(),
    person: id,
    stage: 'full',
    createdAt: now,
    seenAt: now,
    provenAt: now,
    expiresAt: now + HOUR_MS,
    userAgent: 'test',
  });
  return {
    principal: { id, name: `Người ${login}`, role, unit: null, areas, audience: 'operators' },
    cookie: `${SESSION_COOKIE}=${token}`,
  };
}

/** A paired display, alone on a wall of its own, `wall-` and its id, with these people in the room. */
export async function knownDisplay(database: Pick<Database, 'orm'>, audience: Audience): Promise<Known> {
  const id = newDisplayId();
  const wallId = await knownWall(database, audience, `wall-${id}`);
  return knownDisplayOf(database, { id: wallId, audience }, 'A1', id);
}

const newDisplayId = (): string => `display-${randomUUID().slice(0, 8)}`;

/** A wall in the register; its id. */
export async function knownWall(
  { orm }: Pick<Database, 'orm'>,
  audience: Audience,
  id = `wall-${randomUUID().slice(0, 8)}`,
): Promise<string> {
  await orm.insert(wall).values({ id, name: id, audience, audienceAt: Date.now(), audienceBy: 'test' });
  return id;
}

/** A paired display at a position of a wall. */
export async function knownDisplayOf(
  { orm }: Pick<Database, 'orm'>,
  on: { id: string; audience: Audience },
  position: string,
  id = newDisplayId(),
): Promise<Known> {
  const now = Date.now();
  const token = newToken();
  await orm.insert(display).values({
    id,
    name: id,
    wall: on.id,
    position,
    tokenHash: hashOf(token),
    tokenAt: now,
    seenAt: now,
    createdAt: now,
    approvedBy: 'test',
  });
  return {
    principal: { id, name: id, role: 'display', unit: null, areas: null, audience: on.audience },
    cookie: `${DISPLAY_COOKIE}=${token}`,
  };
}
