import { isDeepStrictEqual } from 'node:util';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Door, ROUTES } from '../../../server/http/access/routes.ts';
import { EVENT_ACTIONS } from '../../../server/stream/event-actions.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { KINDS } from '../../../shared/contract/entry-data.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import { type ClientEvents, PROTOCOL } from '../../../shared/contract/socket.ts';
import { PERSONAL_FIELDS } from '../../../shared/model/vocabulary.ts';
import { CENTRE, can } from '../../../shared/rules/access.ts';
import { mayPass, project, viewOf } from '../../../shared/rules/view.ts';
import { glassReport } from '../../support/glass-report.ts';
import type { Known } from '../../support/principals.ts';
import { type MatrixCentre, openMatrixCentre, type Picture } from './centre.ts';

let centre: MatrixCentre & { close(): Promise<void> };
beforeAll(async () => {
  centre = await openMatrixCentre();
});
afterAll(() => centre?.close());

const PARAMETERS: Record<string, string> = { ':code': 'BCDFGHJK', ':file': 'none.geojson', ':sha256': 'f'.repeat(64) };
const pathOf = (path: string): string => path.replaceAll(/:\w+/g, (name) => PARAMETERS[name] ?? 'none');
const guarded = ROUTES.flatMap((row) => ('action' in row.door ? [{ ...row, door: row.door }] : []));

const maySee = (principal: Principal, { action, at }: Extract<Door, { action: unknown }>): boolean =>
  can(principal, action, at === 'centre' ? CENTRE : { area: principal.areas?.[0] ?? null });
const nameOf = ({ principal: { role, areas, audience } }: Known): string =>
  `${role} of ${areas?.join() ?? 'the centre'}${role === 'display' ? ` with ${audience}` : ''}`;
const bodyOf = (method: string): unknown => (method === 'GET' || method === 'DELETE' ? undefined : {});
const jsonOf = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

describe('SEC7 role × area × route', () => {
  test.each(guarded)('$method $path answers exactly those who can', async ({ method, path, door }) => {
    const wrong: string[] = [];
    const nobody = await centre.ask(null, method, pathOf(path), bodyOf(method));
    if (nobody.status !== 401) wrong.push(`nobody: ${nobody.status}`);
    for (const who of centre.everyone) {
      const { status } = await centre.ask(who, method, pathOf(path), bodyOf(method));
      const isRight = maySee(who.principal, door) ? status !== 401 && status !== 403 && status < 500 : status === 403;
      if (!isRight) wrong.push(`${nameOf(who)}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  test('a cookie that is nearly somebody’s is nobody’s', async () => {
    const [someone] = centre.everyone;
    const [name = '', token = ''] = someone?.cookie.split('=') ?? [];
    for (const cookie of [
      `${name}=${token.slice(0, -1)}x`,
      `${name}=${token}x`,
      `${name}=`,
      `x${name}=${token}`,
      `${name}=${token.toUpperCase()}`,
    ]) {
      expect((await centre.ask(null, 'GET', '/admin/v1/people', undefined, { cookie })).status, cookie).toBe(401);
    }
  });
});

describe('SEC7 role × area × export', () => {
  test('a history holds what its reader’s view lets through, as the view lets it through', async () => {
    const wrong: string[] = [];
    for (const who of centre.everyone.filter(({ principal }) => can(principal, 'entry:export'))) {
      for (const entry of centre.entries) {
        const query = new URLSearchParams({ entity: KINDS[entry.kind].entity, id: entry.id, purpose: 'Kiểm tra quyền truy cập' });
        const answer = await centre.ask(who, 'GET', `/log/v1/entries?${query}`);
        const given = jsonOf(answer.text).entries as Entry[] | undefined;
        const right = project(viewOf(who.principal), entry);
        const same = isDeepStrictEqual(
          (given ?? []).map(({ data }) => data),
          right ? [right.data] : [],
        );
        if (answer.status !== 200 || !same) wrong.push(`${nameOf(who)} ${entry.id}: ${answer.status} ${given?.length} entries`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('a masked field is told to those who may lift it there, and to nobody else', async () => {
    const wrong: string[] = [];
    for (const who of centre.everyone) {
      for (const entry of centre.entries) {
        for (const field of PERSONAL_FIELDS) {
          const isOfKind = (entry.kind === 'camera-event.observed') === (field === 'plate' || field === 'face');
          if (!isOfKind) continue;
          const request = { kind: entry.kind, id: entry.id, field, purpose: 'Kiểm tra quyền truy cập' };
          const { status, text } = await centre.ask(who, 'POST', '/reveal/v1', request);
          const isTold =
            can(who.principal, 'entry:read', entry) &&
            can(who.principal, 'personal:reveal', { area: entry.area }) &&
            viewOf(who.principal).personal[field] !== 'none';
          const isRight = isTold ? status === 200 && jsonOf(text).value !== null : status === 403 || status === 404;
          if (!isRight) wrong.push(`${nameOf(who)} ${entry.id} ${field}: ${status}`);
          if (status !== 200 && /15A|0912|Ánh|snapshot/.test(text)) wrong.push(`${nameOf(who)} ${entry.id} ${field}: ${text}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('SEC7 role × area × media', () => {
  test('a picture is in full, blurred or not there, exactly as rights and view say', async () => {
    const wrong: string[] = [];
    for (const who of [...centre.everyone, null]) {
      for (const { sha256, area, classification } of centre.pictures) {
        const answer = await centre.ask(who, 'GET', `/media/v1/${sha256}?purpose=${encodeURIComponent('Xác minh vụ việc số 12')}`);
        const got = answer.status === 200 ? answer.text.split(' ')[0] : String(answer.status);
        const right = who === null ? '401' : rightOf(who.principal, { sha256, area, classification });
        if (got !== right) wrong.push(`${who ? nameOf(who) : 'nobody'} ${area} ${classification}: ${got} for ${right}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('no other door leads to a picture', async () => {
    for (const who of centre.everyone) {
      for (const { sha256 } of centre.pictures) {
        const answer = await centre.ask(who, 'GET', `/map/boundaries/${sha256}.geojson`);
        expect([403, 404], nameOf(who)).toContain(answer.status);
      }
    }
  });

  function rightOf(principal: Principal, { area, classification }: Picture): string {
    if (!can(principal, 'media:read', { area: principal.areas?.[0] ?? null })) return '403';
    const view = viewOf(principal);
    if (!can(principal, 'media:read', { area }) || !mayPass(view, { area, classification })) return '404';
    return { full: 'full', masked: 'blurred', none: '404' }[view.personal.face];
  }
});

describe('SEC7 role × area × event', () => {
  const SAID: { [E in keyof ClientEvents]: unknown } = {
    'range:read': { from: 1 },
    'clock:ping': { sentAt: 1 },
    'glass:report': glassReport({ scene: 'x' }),
  };
  const connect = (who: Known | null) =>
    io(`http://127.0.0.1:${centre.server.port}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: { protocol: PROTOCOL, cursor: null, view: null, screen: who?.principal.role === 'display' ? 'wall' : 'desk' },
      extraHeaders: centre.headersOf(who),
    });

  /** What becomes of one who connects and says this: turned away at the door, refused, or heard. */
  const outcome = (who: Known | null, event: keyof ClientEvents | null): Promise<'turned away' | 'refused' | 'heard'> =>
    new Promise((resolve) => {
      const socket = connect(who);
      const end = (how: 'turned away' | 'refused' | 'heard'): void => {
        socket.disconnect();
        resolve(how);
      };
      socket.on('connect_error', () => end('turned away'));
      socket.on('session:refused', () => end('refused'));
      socket.on('session:welcome', () => {
        if (event === null) return end('heard');
        if (event === 'glass:report') socket.emit(event, SAID[event]);
        else return void socket.emit(event, SAID[event], () => end('heard'));
        // Nothing answers a report: whoever is still heard after it was not refused for it.
        socket.emit('clock:ping', SAID['clock:ping'], () => end('heard'));
      });
    });

  test('only those who can join', async () => {
    const wrong: string[] = [];
    if ((await outcome(null, null)) !== 'turned away') wrong.push('nobody');
    for (const who of centre.everyone) {
      const right = can(who.principal, 'stream:join') ? 'heard' : 'turned away';
      const got = await outcome(who, null);
      if (got !== right) wrong.push(`${nameOf(who)}: ${got} for ${right}`);
    }
    expect(wrong).toEqual([]);
  });

  test.each(Object.entries(EVENT_ACTIONS) as [keyof ClientEvents, Extract<Door, { action: unknown }>['action']][])(
    '%s is heard from exactly those who have %s',
    async (event, action) => {
      const wrong: string[] = [];
      for (const who of centre.everyone.filter(({ principal }) => can(principal, 'stream:join'))) {
        const right = can(who.principal, action) ? 'heard' : 'refused';
        const got = await outcome(who, event);
        if (got !== right) wrong.push(`${nameOf(who)}: ${got} for ${right}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  test('every event has its row', () => {
    expect(Object.keys(SAID).toSorted()).toEqual(Object.keys(EVENT_ACTIONS).toSorted());
  });
});
