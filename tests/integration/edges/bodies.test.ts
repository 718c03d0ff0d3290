import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '../../../server/http/access/routes.ts';
import { CENTRE, can } from '../../../shared/rules/access.ts';
import type { Known } from '../../support/principals.ts';
import { rawRequest } from '../../support/raw-http.ts';
import { type MatrixCentre, openMatrixCentre } from '../access/centre.ts';

let centre: MatrixCentre & { close(): Promise<void> };
beforeAll(async () => {
  centre = await openMatrixCentre();
});
afterAll(() => centre?.close());

const TOKEN = 'A'.repeat(43);
const PASSWORD = 'mot cau rat dai chi de thu 2026';
/**
 * A body that each route takes, or why it takes none that has names. A route that changes something and is missing here fails the
 * test, so that nobody forgets to say what a new one takes.
 */
const BODIES: Record<
  string,
  { path?: string; body: Record<string, unknown> } | 'no body' | 'bytes, kept as they are' | 'a picture, drawn anew' | 'signed: SRC3, SRC8'
> = {
  'POST /session/setup': { body: { token: TOKEN, login: 'thu.nghiem', name: 'Thử Nghiệm', password: PASSWORD } },
  'POST /session/login': { body: { login: 'khong.co', password: PASSWORD } },
  'POST /session/reset': { body: { token: TOKEN, password: PASSWORD } },
  'POST /session/totp': { body: { code: '123456' } },
  'POST /session/recovery': { body: { code: 'ABCD-EFGH' } },
  'POST /session/enrol': 'no body',
  'POST /session/enrol/confirm': { body: { code: '123456' } },
  'POST /session/password': { body: { next: PASSWORD } },
  'POST /session/prove': { body: { password: PASSWORD, code: '123456' } },
  'POST /session/logout': 'no body',
  'POST /admin/v1/people': { body: { login: 'nguoi.moi', name: 'Người Mới', role: 'leader', areas: null, unit: null } },
  'PATCH /admin/v1/people/:id': { path: '/admin/v1/people/00000000-0000-4000-8000-000000000000', body: { name: 'Tên Khác' } },
  'POST /admin/v1/people/:id/reset-link': 'no body',
  'POST /admin/v1/people/:id/reset-second-factor': 'no body',
  'POST /display/v1/pairings': 'no body',
  'POST /display/v1/pairings/token': { body: { deviceCode: TOKEN } },
  'POST /display/v1/link': { body: { token: TOKEN } },
  'POST /display/v1/token': 'no body',
  'POST /admin/v1/pairings/:code/approve': {
    path: '/admin/v1/pairings/BCDFGHJK/approve',
    body: { display: 'man-hinh-1', name: 'Màn hình 1', wall: 'tuong-1', position: 'A1' },
  },
  'POST /admin/v1/walls': { body: { id: 'tuong-2', name: 'Tường 2' } },
  'POST /admin/v1/walls/:id/audience': { path: '/admin/v1/walls/tuong-2/audience', body: { audience: 'visitors' } },
  'POST /admin/v1/sources': { body: { id: 'nguon-1', name: 'Nguồn 1', expectedIntervalMs: 60_000, toleranceMs: 30_000 } },
  'POST /admin/v1/cameras': { body: { id: 'cam-9', name: 'Ngã tư', at: [106.68, 20.86], directionDeg: null, owner: 'Công an' } },
  'POST /admin/v1/indicators': {
    body: {
      ...{
        id: 'KT-99',
        name: 'Chỉ tiêu thử',
        unit: '%',
        domain: 'socio-economic',
        period: 'day',
        direction: 'up',
        decimals: 1,
        target: null,
      },
      ...{ thresholds: { medium: null, high: null, critical: null }, expectedIntervalMs: 60_000, toleranceMs: 1000, owner: 'Sở' },
    },
  },
  'POST /admin/v1/quarantine/:id/replay': 'bytes, kept as they are',
  'POST /admin/v1/areas/import': 'bytes, kept as they are',
  'POST /reveal/v1': {
    body: { kind: 'field-report.recorded', id: 'report-11300-internal', field: 'phone', purpose: 'Kiểm tra một yêu cầu' },
  },
  'POST /audit/v1/verify': 'no body',
  'PUT /walls/v1/:id': {
    path: '/walls/v1/tuong-2',
    body: { name: 'Tường 2', geometry: null, default: { scenes: ['standby'], dwellMs: 60_000 }, schedule: [], dimming: [] },
  },
  'POST /walls/v1/:id/direction': { path: '/walls/v1/tuong-2/direction', body: { order: 'resume' } },
  'POST /walls/v1/:id/displays/:position/command': { path: '/walls/v1/tuong-2/displays/A1/command', body: { command: 'reload' } },
  'POST /display/v1/captures/:capture': 'a picture, drawn anew',
  'POST /scenes/v1/:id': {
    path: '/scenes/v1/canh-thu',
    body: { scene: { id: 'canh-thu', name: 'Cảnh thử', columns: 24, rows: 26, tiles: [] }, basedOn: 0, note: null },
  },
  'POST /replay/v1/seek': { body: { at: Date.now() } },
  'POST /replay/v1/briefings': { body: { id: 'giao-ban-1', name: 'Giao ban sáng', from: Date.now() - 60_000, to: null, scene: null } },
  'POST /ingest/v1/camera-events': 'signed: SRC3, SRC8',
  'POST /ingest/v1/field-reports': 'signed: SRC3, SRC8',
  'POST /ingest/v1/indicator-values': 'signed: SRC3, SRC8',
  'POST /ingest/v1/sensor-observations': 'signed: SRC3, SRC8',
};

const changing = ROUTES.filter(({ method }) => method === 'POST' || method === 'PUT' || method === 'PATCH');
const nameOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;

test('SEC10 every route that changes something says what it takes', () => {
  expect(Object.keys(BODIES).toSorted()).toEqual(changing.map(nameOf).toSorted());
});

let address = 0;
const send = (who: Known | null, method: string, path: string, body: string) =>
  rawRequest(`http://127.0.0.1:${centre.server.port}`, path, {
    method,
    // Each from elsewhere: how often one may ask is not what is tried here.
    headers: { ...centre.headersOf(who), 'x-forwarded-for': `2001:db8:${(++address).toString(16)}::1`, 'content-type': 'application/json' },
    body,
  });

test.each(changing.flatMap((row) => (typeof BODIES[nameOf(row)] === 'object' ? [row] : [])))(
  'SEC10 $method $path takes its own names and no others',
  async ({ method, path, door }) => {
    const given = BODIES[nameOf({ method, path })];
    if (typeof given !== 'object') throw new Error(path);
    const who = 'open' in door ? null : (centre.everyone.find(({ principal }) => can(principal, door.action, CENTRE)) ?? null);
    const to = given.path ?? path;
    const right = await send(who, method, to, JSON.stringify(given.body));
    expect([400, 413, 415, 422, 500], `${right.status} ${right.text}`).not.toContain(right.status);

    const whole = JSON.stringify(given.body);
    const hostile: Record<string, string> = {
      'an unknown name': `${whole.slice(0, -1)},"isAdministrator":true}`,
      'a prototype': `${whole.slice(0, -1)},"__proto__":{"role":"administrator"}}`,
      'a constructor': `${whole.slice(0, -1)},"constructor":{"prototype":{"role":"administrator"}}}`,
      'cut off': whole.slice(0, -1),
      'a bare text': '"x"',
      'a bare number': '1',
      nothing: 'null',
      'a list in a list': `[[${whole}]]`,
      'very deep': `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
      'lists where texts are right': JSON.stringify(Object.fromEntries(Object.keys(given.body).map((name) => [name, [{ $ne: null }]]))),
      'very long texts': JSON.stringify(Object.fromEntries(Object.keys(given.body).map((name) => [name, 'x'.repeat(20_000)]))),
      NUL: JSON.stringify(Object.fromEntries(Object.keys(given.body).map((name) => [name, 'a\u0000b']))),
    };
    const wrong: string[] = [];
    for (const [what, body] of Object.entries(hostile)) {
      const { status, text } = await send(who, method, to, body);
      const isRefused = right.status < 300 ? [400, 413, 415, 422].includes(status) : status >= 400 && status < 500;
      if (!isRefused) wrong.push(`${what}: ${status} ${text.slice(0, 200)}`);
      if (/SyntaxError|node_modules|\.ts\b|\.js\b|at \w+ \(|select |relation /.test(text))
        wrong.push(`${what} tells ${text.slice(0, 300)}`);
    }
    expect(wrong).toEqual([]);
  },
);

test('SEC10 SEC25 what is no path, no query and no header of ours is refused without a word of the inside', async () => {
  const wrong: string[] = [];
  for (const who of [null, ...centre.everyone.slice(0, 1)]) {
    for (const path of [
      '/%',
      '/%00',
      '/%ff',
      '/..%2f..%2fetc/passwd',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/map/boundaries/%',
      '/media/v1/%ff',
      '/admin/v1/people/%00',
      '/admin/v1/quarantine?limit=1e9',
      '/admin/v1/quarantine?limit=1&limit=2',
      '/admin/v1/quarantine?__proto__[x]=1',
      '/admin/v1/ledger?from=yesterday',
      '/audit/v1/entries?before=-1',
      "/log/v1/entries?entity=x&id='%20or%201=1--&purpose=kiem%20tra%20quyen",
      `/x?${'a'.repeat(8000)}`,
      '/__proto__',
      '/constructor',
      '//evil.example/%2e%2e',
    ]) {
      const { status, text } = await rawRequest(`http://127.0.0.1:${centre.server.port}`, path, { headers: centre.headersOf(who) });
      if (status >= 500 || /SyntaxError|URIError|node_modules|\.ts\b|at \w+ \(|root:|"dependencies"/.test(text)) {
        wrong.push(`${path}: ${status} ${text.slice(0, 200)}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});
