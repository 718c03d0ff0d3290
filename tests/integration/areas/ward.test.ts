import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AreasImport } from '../../../shared/contract/areas.ts';
import { areaCode } from '../../../shared/model/ids.ts';
import { openWallDisplay, type WallDisplay } from '../../chaos/wall-display.ts';
import { ownServer } from '../../support/own-server.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { type Known, knownPerson } from '../../support/principals.ts';
import { type Publisher, reportPost, send, signed } from '../ingest/ingest-centre.ts';

/** A whole server over a real PostgreSQL, its people on real sockets. */

const HEAD = 'code,name,level,parent,lng,lat,valid_from,valid_to,made_of';
const CITY = [
  HEAD,
  '31,Thành phố Hải Phòng,thành phố,,106.6,20.87,1955-05-13,2025-06-30,',
  '31,Thành phố Hải Phòng,thành phố,,106.6,20.87,2025-07-01,,31',
  '304,Quận Hải An,quận,31,106.75,20.83,2003-05-05,2025-06-30,',
  '11407,Phường Cát Bi,phường,304,106.71,20.83,2003-05-05,2025-06-30,',
  '11413,Phường Hải An,phường,31,106.75,20.83,2025-07-01,,11407',
  '11329,Phường Ngô Quyền,phường,31,106.70,20.866,2025-07-01,,',
].join('\n');

let server: Awaited<ReturnType<typeof ownServer>>;
let test: TestDatabase;
let administrator: Known;
let publisher: Publisher;
const displays: WallDisplay[] = [];

const ask = (path: string, body: string, type: string): Promise<Response> =>
  fetch(`${server.origin}/admin/v1${path}`, {
    method: 'POST',
    headers: { origin: server.origin, cookie: administrator.cookie, 'content-type': type },
    body,
  });
const take = async (csv: string): Promise<AreasImport> => (await ask('/areas/import', csv, 'text/csv')).json() as Promise<AreasImport>;

beforeAll(async () => {
  test = await testDatabase();
  server = await ownServer(test.url);
  administrator = await knownPerson(test.database, 'administrator', null);
  expect(await take(CITY)).toMatchObject({ stored: true, faultCount: 0 });
  publisher = (await (
    await ask('/sources', JSON.stringify({ id: 'so-xay-dung', name: 'Sở Xây dựng' }), 'application/json')
  ).json()) as Publisher;
});
afterAll(async () => {
  for (const display of displays) display.close();
  await server.close();
});

async function open(known: Known): Promise<WallDisplay> {
  const display = openWallDisplay({ port: Number(new URL(server.origin).port), cookie: known.cookie });
  displays.push(display);
  await expect.poll(() => display.links.at(-1)).toBe('live');
  return display;
}
const report = async (reportId: string, at: [number, number], more: object = {}): Promise<void> => {
  const { status } = await send({ url: server.origin }, 'field-reports', signed(publisher, reportPost({ reportId, at, ...more })));
  expect(status).toBe(201);
};
const reportsOf = (display: WallDisplay): string[] =>
  [...display.world().slots['field-report.recorded'].values()].map(({ id, area }) => `${id.replace('so-xay-dung:', '')}@${area}`).sort();

it('AREA13 a person of one ward gets the entries of that ward, of what went into it and of the whole centre, and of nothing else', async () => {
  await report('early', [106.711, 20.83], { reportedAt: '2024-06-01T08:00:00+07:00' });
  await report('before', [106.751, 20.83]);
  await report('elsewhere-before', [106.701, 20.866]);
  const ward = await open(await knownPerson(test.database, 'handling-unit', [areaCode('11413')]));
  const centre = await open(await knownPerson(test.database, 'duty-officer', null));
  const other = await open(await knownPerson(test.database, 'handling-unit', [areaCode('11329')]));
  await report('after', [106.752, 20.83]);
  await report('elsewhere-after', [106.702, 20.866]);

  const all = ['after@11413', 'before@11413', 'early@11407', 'elsewhere-after@11329', 'elsewhere-before@11329'];
  await expect.poll(() => reportsOf(centre)).toEqual(all);
  await expect.poll(() => reportsOf(ward)).toEqual(['after@11413', 'before@11413', 'early@11407']);
  await expect.poll(() => reportsOf(other)).toEqual(['elsewhere-after@11329', 'elsewhere-before@11329']);
  // What is said of the whole centre is everybody's: the hierarchy, the sources.
  for (const display of [ward, other]) {
    expect(display.world().slots['area.defined'].size).toBe(5);
    expect([...display.world().slots['source.registered'].keys()]).toEqual(['so-xay-dung']);
    for (const slot of Object.values(display.world().slots)) {
      for (const { area } of slot.values()) expect([null, ...(display.view().areas ?? [])]).toContain(area);
    }
  }
  expect(ward.view().areas).toEqual(['11407', '11413']);
  expect(other.view().areas).toEqual(['11329']);
});

it('AREA13 a level below the ward, defined while its person watches, is that person’s within 2 s and no neighbour’s', async () => {
  const [ward, , other] = displays;
  if (!ward || !other) throw new Error('the first test opens them');
  const snapshots = ward.resnapshots();
  const startedAt = performance.now();
  expect(await take(`${HEAD}\n11413-01,Tổ dân phố số 1,xã,11413,106.76,20.83,2025-07-01,,`)).toMatchObject({ added: ['11413-01'] });
  await expect.poll(() => ward.view().areas, { interval: 20 }).toEqual(['11407', '11413', '11413-01']);
  expect(performance.now() - startedAt).toBeLessThan(2000);
  await report('below', [106.76, 20.83]);
  await expect.poll(() => reportsOf(ward)).toContain('below@11413-01');
  expect(ward.resnapshots()).toBe(snapshots + 1);
  await report('next-door', [106.701, 20.866]);
  await expect.poll(() => reportsOf(other)).toContain('next-door@11329');
  expect(other.view().areas).toEqual(['11329']);
  expect(reportsOf(other).join()).not.toContain('11413');
});

it('AREA12 what was imported is there after a restart, and in the audit with the name of who did it', async () => {
  const { rows } = await test.database.pool.query<{ actor: string; action: string; detail: { added: number } }>(
    "select actor, action, detail from audit.entry where action = 'area:manage' order by n",
  );
  expect(rows.map(({ actor, detail }) => [actor, detail.added])).toEqual([
    [administrator.principal.id, 5],
    [administrator.principal.id, 1],
  ]);
  await server.close();
  server = await ownServer(test.url);
  const response = await fetch(`${server.origin}/admin/v1/areas`, { headers: { cookie: administrator.cookie } });
  const { items } = (await response.json()) as { items: { code: string; periods: unknown[] }[] };
  expect(items.map(({ code, periods }) => [code, periods.length]).sort()).toEqual([
    ['11329', 1],
    ['11407', 1],
    ['11413', 1],
    ['11413-01', 1],
    ['304', 1],
    ['31', 2],
  ]);
});
