import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../../server/app/server.ts';
import { ROUTES } from '../../../server/http/access/routes.ts';
import { ACTIONS, RIGHTS } from '../../../shared/rules/rights.ts';
import { type MountedRoute, mountedRoutes } from '../../support/mounted-routes.ts';
import { ownServer, WITH_SINGLE_SIGN_ON } from '../../support/own-server.ts';
import { testDatabase } from '../../support/postgres.ts';

let server: RunningServer;
let mounted: MountedRoute[] = [];
beforeAll(async () => {
  server = await ownServer((await testDatabase()).url, WITH_SINGLE_SIGN_ON);
  mounted = mountedRoutes(server.app);
});
afterAll(() => server.close());

const nameOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;

describe('SEC7 the table of access', () => {
  test('the walk sees routes, and sees into routers', () => {
    expect(mounted.length).toBeGreaterThan(40);
    expect(mounted.map(nameOf)).toContain('POST /admin/v1/sources');
  });

  test('a route that somebody plants is found, however deep, and one that cannot be named is an error', () => {
    const [app, outer, inner] = [express(), express.Router(), express.Router()];
    inner.get(['/a', '/b/:c'], () => {}).delete('/', () => {});
    outer.use('/inner', inner).all('/any', () => {});
    app.use('/outer', outer).post('/top', () => {});
    expect(mountedRoutes(app).map(nameOf)).toEqual([
      'GET /outer/inner/a',
      'GET /outer/inner/b/:c',
      'DELETE /outer/inner',
      '* /outer/any',
      'POST /top',
    ]);
    expect(() => mountedRoutes(express().get(/x/, () => {}))).toThrow('cannot be held');
  });

  test('every route has a row', () => {
    const known = new Set(ROUTES.map(nameOf));
    expect([...new Set(mounted.map(nameOf))].filter((route) => !known.has(route))).toEqual([]);
  });

  test('every row has a route', () => {
    const there = new Set(mounted.map(nameOf));
    expect(ROUTES.map(nameOf).filter((row) => !there.has(row))).toEqual([]);
  });

  test('no row stands twice, and an open one says why', () => {
    expect(ROUTES.map(nameOf).filter((row, i, all) => all.indexOf(row) !== i)).toEqual([]);
    for (const { door } of ROUTES) if ('open' in door) expect(door.open.length).toBeGreaterThan(10);
  });

  test('every right opens something, and somebody has it', () => {
    const asked = new Set(ROUTES.flatMap(({ door }) => ('action' in door ? [door.action] : [])));
    // Asked by the socket's events, and of each entry.
    const elsewhere = ['stream:join', 'glass:report', 'entry:read'];
    expect(ACTIONS.filter((action) => !asked.has(action as never) && !elsewhere.includes(action))).toEqual([]);
    for (const action of ACTIONS)
      expect(
        Object.values(RIGHTS).some(({ may }) => may[action] !== undefined),
        action,
      ).toBe(true);
  });
});
