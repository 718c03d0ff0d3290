import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { onTestFinished } from 'vitest';
import type { Act } from '../../../server/domain/access/ports.ts';
import { principalOf, requireAccess } from '../../../server/http/access/require-access.ts';
import { createDisplayAdminRouter } from '../../../server/http/displays/display-admin-router.ts';
import { createDisplayCallers } from '../../../server/http/displays/display-callers.ts';
import { createDisplayRouter } from '../../../server/http/displays/display-router.ts';
import { createAccessChanges } from '../../../server/store/access-changes.ts';
import { createDisplays } from '../../../server/store/displays.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { testDatabase } from '../../support/postgres.ts';

/** The routers of displays over a real PostgreSQL and real HTTP; who is at the desk is said by a cookie of its own. */

const person = (id: string, name: string, role: Principal['role']): Principal => ({
  id,
  name,
  role,
  unit: null,
  areas: null,
  audience: 'operators',
});
export const PEOPLE = {
  admin: person('p-admin', 'Nguyễn Thị Hạnh', 'administrator'),
  lead: person('p-lead', 'Phạm Văn Trường', 'shift-lead'),
  officer: person('p-officer', 'Lê Minh Đức', 'duty-officer'),
} as const;
type Desk = keyof typeof PEOPLE;

export type Answer = { status: number; body: never; cookie: string | null; headers: Headers };

export async function displayCentre() {
  const { database } = await testDatabase();
  const acts: Act[] = [];
  let auditFails = false;
  let now = 1_800_000_000_000;
  const clock = () => epochMs(now);
  const changes = createAccessChanges({ database });
  const displays = createDisplays({
    database,
    clock,
    changes,
    audit: {
      async record(act) {
        if (auditFails) throw new Error('the audit cannot be written');
        acts.push(act);
      },
    },
  });
  const callers = createDisplayCallers(displays.tokens);
  const authenticate = async (cookies: string | undefined) => {
    const desk = /desk=(\w+)/.exec(cookies ?? '')?.[1] as Desk | undefined;
    return desk ? PEOPLE[desk] : ((await callers.of(cookies))?.principal ?? null);
  };
  const app = express();
  const readBody = express.json({ limit: 4096 });
  app.use(
    createDisplayRouter({
      pairings: displays.pairings,
      tokens: displays.tokens,
      readBody,
      addressOf: ({ headers }) => String(headers['x-test-address'] ?? '10.0.0.7'),
      origin: 'https://ioc.example.vn',
    }),
    createDisplayAdminRouter({
      pairings: displays.pairings,
      register: displays.register,
      readBody,
      may: (action) => requireAccess(authenticate, action),
      principalOf,
    }),
  );
  const failed: ErrorRequestHandler = (_error, _request, response, _next) => void response.status(500).json({});
  app.use(failed);
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );

  /** As a person at a desk (`as`), or as a browser with whatever cookie. */
  async function ask(
    method: string,
    path: string,
    { body, as = null, cookie, address }: { body?: unknown; as?: Desk | null; cookie?: string | null; address?: string } = {},
  ): Promise<Answer> {
    const cookies = [as && `desk=${as}`, cookie].filter(Boolean).join('; ');
    const response = await fetch(origin + path, {
      method,
      headers: {
        origin,
        'user-agent': 'Test wall',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookies ? { cookie: cookies } : {}),
        ...(address ? { 'x-test-address': address } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const set = response.headers.getSetCookie()[0] ?? null;
    return {
      status: response.status,
      body: (text === '' ? null : JSON.parse(text)) as never,
      cookie: set && (set.split(';')[0] ?? null),
      headers: response.headers,
    };
  }

  return {
    database,
    displays,
    callers,
    changes,
    acts,
    ask,
    clock,
    origin,
    pass: (ms: number) => {
      now += ms;
    },
    failAudit: (fails: boolean) => {
      auditFails = fails;
    },
    /** A wall, its code, approved and fetched: what an evening's work at a real one is. */
    async pair(approval: { display: string; wall: string; position: string; replace?: boolean }): Promise<string> {
      await ask('POST', '/admin/v1/walls', { as: 'admin', body: { id: approval.wall, name: 'Tường lớn' } });
      const started = (await ask('POST', '/display/v1/pairings')).body as { userCode: string; deviceCode: string };
      const approved = await ask('POST', `/admin/v1/pairings/${started.userCode}/approve`, {
        as: 'admin',
        body: { name: `Màn hình ${approval.position}`, ...approval },
      });
      if (approved.status !== 201) throw new Error(`not approved: ${JSON.stringify(approved.body)}`);
      const { cookie } = await ask('POST', '/display/v1/pairings/token', { body: { deviceCode: started.deviceCode } });
      if (!cookie) throw new Error('no token came');
      return cookie;
    },
  };
}
