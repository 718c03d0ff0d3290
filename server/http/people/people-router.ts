import { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import {
  type LinkIssued,
  NewPerson,
  PersonChange,
  type PersonInvited,
  type PersonListing,
  type RolesTable,
} from '../../../shared/contract/people.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { ROLES } from '../../../shared/model/vocabulary.ts';
import { RIGHTS } from '../../../shared/rules/rights.ts';
import type { Act, Audit } from '../../domain/access/ports.ts';
import { ENDS_ACCESS, type Grants, grantsChanged } from '../../domain/identity/grant-change.ts';
import { passwordExpiresAt } from '../../domain/identity/password-expiry.ts';
import type { Identity, IdentityStore, Person, PersonRecord } from '../../domain/identity/ports.ts';
import { answerPeopleRefusals, PeopleRefused } from './people-problem.ts';

export type PeopleParts = {
  identity: IdentityStore;
  audit: Audit;
  may(action: 'person:read' | 'person:manage'): RequestHandler;
  principalOf(response: Response): Principal;
  /** Whether both factors were proven in the last minutes (SEC20). */
  isFreshlyProven(cookies: string | undefined): Promise<boolean>;
  readBody: RequestHandler;
  origin: string;
  clock: () => EpochMs;
};

/** `/admin/v1/people` and `/admin/v1/roles`: see `shared/contract/people.ts`. To be mounted behind the check of our own Origin. */
export function createPeopleRouter(parts: PeopleParts): Router {
  const { identity, audit, clock } = parts;
  const router = Router();
  const [mayRead, mayManage] = [parts.may('person:read'), parts.may('person:manage')];

  const record = async (id: string): Promise<PersonListing> => {
    const found = (await identity.people.list()).find((person) => person.id === id);
    if (!found) throw new PeopleRefused('unknown');
    return listingOf(found);
  };
  const act = (by: Principal, id: string, detail: Act['detail'] & object): Act => ({
    actor: by.id,
    actorName: by.name,
    action: 'person:manage',
    subject: { kind: 'person', id },
    outcome: 'done',
    detail,
  });
  /** A person by the path; locked against nobody, so that what depends on it asks again inside its transaction. */
  const personAt = async (request: Request, { people }: Identity): Promise<Person> => {
    const id = z.uuid().safeParse(request.params.id);
    const person = id.success ? await people.byId(id.data) : null;
    if (!person) throw new PeopleRefused('unknown');
    return person;
  };

  router.get('/admin/v1/people', mayRead, async (_, response) => {
    const people = (await identity.people.list()).map(listingOf);
    response.set('Cache-Control', 'no-store').json({ people });
  });

  router.get('/admin/v1/roles', mayRead, (_, response) => {
    const table: RolesTable = { roles: ROLES.map((role) => ({ role, ...RIGHTS[role] })) };
    response.json(table);
  });

  router.post('/admin/v1/people', mayManage, parts.readBody, async (request, response) => {
    const by = parts.principalOf(response);
    const { login, ...grant } = bodyOf(NewPerson, request);
    const { id, link } = await identity.together(async ({ people, links }) => {
      const person = await people.add(login, grant, by.id);
      if (!person) throw new PeopleRefused('taken');
      const issued = await links.issue('invite', person.id);
      const { role, areas, unit } = grant;
      await audit.record(act(by, person.id, { how: 'invited', role, areas, unit }));
      return { id: person.id, link: issued };
    });
    const invited: PersonInvited = { person: await record(id), ...linkOf('invite', link) };
    response.status(201).set('Cache-Control', 'no-store').json(invited);
  });

  router.patch('/admin/v1/people/:id', mayManage, parts.readBody, async (request, response) => {
    const by = parts.principalOf(response);
    const { disabled, ...change } = bodyOf(PersonChange, request);
    const id = await identity.together(async ({ people, sessions, links, announce, ...rest }) => {
      await people.holdAdministrators();
      const before = await personAt(request, { people, sessions, links, announce, ...rest });
      const after: Grants = { ...before, ...definedOf(change), disabled: disabled ?? before.disabledAt !== null };
      const changed = grantsChanged({ ...before, disabled: before.disabledAt !== null }, after);
      if (changed.length === 0) return before.id;
      const administers = before.role === 'administrator' && before.disabledAt === null;
      const stays = after.role === 'administrator' && !after.disabled;
      if (administers && !stays && !(await people.hasAdministrator(before.id))) throw new PeopleRefused('last-administrator');
      const disabledAt = after.disabled ? (before.disabledAt ?? clock()) : null;
      if (!(await people.change(before.id, { ...definedOf(change), disabledAt }))) throw new PeopleRefused('taken');
      const ends = after.disabled && changed.includes(ENDS_ACCESS);
      if (ends) {
        await sessions.endAll(before.id, 'disabled');
        await links.withdraw(before.id);
      }
      const { role, areas, unit } = after;
      await audit.record(act(by, before.id, { how: 'changed', changed, role, areas, unit, disabled: after.disabled }));
      await announce({ subject: { kind: 'person', id: before.id }, reason: ends ? 'disabled' : changed.join('+'), by: by.id });
      return before.id;
    });
    response.set('Cache-Control', 'no-store').json(await record(id));
  });

  router.post('/admin/v1/people/:id/reset-link', mayManage, async (request, response) => {
    const by = parts.principalOf(response);
    const link = await identity.together(async (within) => {
      const person = await personAt(request, within);
      if (person.disabledAt !== null) throw new PeopleRefused('disabled');
      await within.links.withdraw(person.id);
      const purpose = person.passwordHash === null ? 'invite' : 'reset';
      const issued = await within.links.issue(purpose, person.id);
      await audit.record(act(by, person.id, { how: `${purpose}-link` }));
      return linkOf(purpose, issued);
    });
    response.status(201).set('Cache-Control', 'no-store').json(link);
  });

  router.post('/admin/v1/people/:id/reset-second-factor', mayManage, async (request, response) => {
    const by = parts.principalOf(response);
    if (!(await parts.isFreshlyProven(request.headers.cookie))) throw new PeopleRefused('prove');
    const id = await identity.together(async (within) => {
      const person = await personAt(request, within);
      await within.people.removeSecondFactor(person.id);
      await within.sessions.endAll(person.id, 'second-factor-reset');
      await audit.record({ ...act(by, person.id, {}), action: 'second-factor:reset' });
      await within.announce({ subject: { kind: 'person', id: person.id }, reason: 'second-factor-reset', by: by.id });
      return person.id;
    });
    response.set('Cache-Control', 'no-store').json(await record(id));
  });

  router.use(answerPeopleRefusals satisfies ErrorRequestHandler);
  return router;

  function linkOf(purpose: 'invite' | 'reset', { token, expiresAt }: { token: string; expiresAt: EpochMs }): LinkIssued {
    return { link: `${parts.origin}/login#${purpose}=${token}`, expiresAt: moment(expiresAt) };
  }
}

/** Only what was said: an absent field changes nothing. */
const definedOf = <T extends object>(change: T) =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };

function bodyOf<Schema extends z.ZodType>(schema: Schema, request: Request): z.output<Schema> {
  const parsed = schema.safeParse(request.body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new PeopleRefused('malformed', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

const moment = (at: EpochMs): string => new Date(at).toISOString();

function listingOf(person: PersonRecord): PersonListing {
  const { id, login, name, role, areas, unit, oidcSubject, hasSecondFactor, recoveryCodesLeft, sessions } = person;
  const expiresAt = person.passwordAt === null ? null : passwordExpiresAt(role, person.passwordAt);
  return {
    id,
    login,
    name,
    role,
    areas,
    unit,
    oidcSubject,
    createdAt: moment(person.createdAt),
    disabledAt: person.disabledAt === null ? null : moment(person.disabledAt),
    invited: person.passwordHash === null && oidcSubject === null,
    hasSecondFactor,
    recoveryCodesLeft,
    passwordExpiresAt: expiresAt === null ? null : moment(expiresAt),
    sessions,
    lastSeenAt: person.lastSeenAt === null ? null : moment(person.lastSeenAt),
  };
}
