import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROUTES } from '../../../server/http/access/routes.ts';
import { PROTOCOL } from '../../../shared/contract/socket.ts';
import { CENTRE, can } from '../../../shared/rules/access.ts';
import type { RawAnswer } from '../../support/raw-http.ts';
import { type MatrixCentre, openMatrixCentre } from '../access/centre.ts';

let centre: MatrixCentre & { close(): Promise<void> };
beforeAll(async () => {
  centre = await openMatrixCentre();
  const [administrator] = centre.everyone;
  if (!administrator) throw new Error('nobody is there');
  expect((await centre.ask(administrator, 'GET', '/admin/v1/people')).status).toBe(200);
  await centre.stopPostgres();
});
afterAll(() => centre?.close());

const TELLS = /ECONN|ENOENT|EPIPE|postgres|terminat|select |insert |relation|node_modules|\.ts\b|\.s\.PGSQL|at \w+ \(/i;
const PARAMETERS: Record<string, string> = { ':sha256': 'f'.repeat(64), ':code': 'BCDFGHJK', ':file': 'none.geojson' };
const pathOf = (path: string): string => path.replaceAll(/:\w+/g, (name) => PARAMETERS[name] ?? 'none');
const isDown = ({ status, headers, text }: RawAnswer): string | null =>
  status === 503 && Number(headers['retry-after']) > 0 && !TELLS.test(text)
    ? null
    : `${status} ${headers['retry-after']} ${text.slice(0, 200)}`;

const guarded = ROUTES.flatMap((row) => ('action' in row.door ? [{ ...row, door: row.door }] : []));

describe('SEC25 while the database is down nothing opens', () => {
  test.each(guarded)(
    '$method $path is 503, to whoever could, to whoever could not, and to a made-up cookie',
    async ({ method, path, door }) => {
      const could = centre.everyone.find(({ principal }) => can(principal, door.action, CENTRE));
      const couldNot = centre.everyone.find(({ principal }) => !can(principal, door.action, CENTRE));
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      for (const who of [could, couldNot]) if (who) expect(isDown(await centre.ask(who, method, pathOf(path), body))).toBeNull();
      const nobody = await centre.ask(null, method, pathOf(path), body, { cookie: `__Host-ioc=${'A'.repeat(43)}` });
      expect(isDown(nobody)).toBeNull();
      expect((await centre.ask(null, method, pathOf(path), body)).status).toBe(401);
    },
  );

  test.each([
    ['/session/login', { login: 'khong.co', password: 'mot cau rat dai chi de thu' }],
    ['/session/setup', { token: 'A'.repeat(43), login: 'thu.nghiem', name: 'Thử', password: 'mot cau rat dai chi de thu 2026' }],
    ['/session/reset', { token: 'A'.repeat(43), password: 'mot cau rat dai chi de thu 2026' }],
    ['/display/v1/pairings', undefined],
    ['/display/v1/pairings/token', { deviceCode: 'A'.repeat(43) }],
    ['/display/v1/link', { token: 'A'.repeat(43) }],
  ])('%s is 503', async (path, body) => {
    expect(isDown(await centre.ask(null, 'POST', path, body))).toBeNull();
  });

  test('a display’s token and a person’s session are not taken on trust', async () => {
    const display = centre.everyone.at(-1) ?? null;
    expect(isDown(await centre.ask(display, 'POST', '/display/v1/token'))).toBeNull();
    expect(isDown(await centre.ask(display, 'GET', '/display/v1/self'))).toBeNull();
    expect(isDown(await centre.ask(centre.everyone[0] ?? null, 'GET', '/session'))).toBeNull();
  });

  test('a delivery with a token that cannot be looked up is 503', async () => {
    const answer = await centre.ask(null, 'POST', '/ingest/v1/camera-events', {}, { authorization: `Bearer ${'A'.repeat(43)}` });
    expect(isDown(answer)).toBeNull();
  });

  test('no socket is let in', async () => {
    for (const who of [centre.everyone[0], centre.everyone.at(-1)]) {
      const socket = io(`http://127.0.0.1:${centre.server.port}`, {
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        auth: { protocol: PROTOCOL, cursor: null, view: null, screen: who?.principal.role === 'display' ? 'wall' : 'desk' },
        extraHeaders: centre.headersOf(who ?? null),
      });
      const said = await new Promise<string>((resolve) => {
        socket.on('connect_error', ({ message }) => resolve(message));
        socket.on('session:welcome', () => resolve('welcome'));
      });
      socket.close();
      expect(said).toBe('unavailable');
    }
  });

  test('supervision says so, and what needs no database goes on', async () => {
    const ready = await centre.ask(null, 'GET', '/ready');
    expect([ready.status, ready.text]).toEqual([503, '{"ready":false,"problems":["database"]}']);
    expect((await centre.ask(null, 'GET', '/live')).status).toBe(200);
    expect((await centre.ask(null, 'GET', '/ingest/v1/openapi.json')).status).toBe(200);
  });
});
