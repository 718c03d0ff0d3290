import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningServer } from '../../../server/app/server.ts';
import { createLog } from '../../../server/store/log.ts';
import type { NewEntry } from '../../../shared/contract/entry.ts';
import type { ReplayMark } from '../../../shared/contract/replay.ts';
import { decodePicture } from '../../../shared/contract/replay-picture.ts';
import { areaCode, epochMs, sourceId } from '../../../shared/model/ids.ts';
import type { Known } from '../../support/principals.ts';
import { openWallCentre, type WallCentre } from '../walls/wall-centre.ts';

/** Replay over HTTP, in a centre that had a fire, a robbery that only the police may know of, and a lead who directed a wall. */

const NOON = epochMs(Date.now() - 3_600_000);
const MINUTE = 60_000;
let centre: WallCentre;
let node: RunningServer;
let lead: Known;
let leader: Known;
let police: Known;
let wall: string;
let guests: Known & { wall: string };

const entry = (at: number, draft: object): NewEntry =>
  ({
    area: areaCode('11296'),
    classification: 'internal',
    actor: null,
    drill: false,
    source: sourceId('test'),
    occurredAt: epochMs(at),
    receivedAt: epochMs(at),
    ...draft,
  }) as NewEntry;
const at = [106.683, 20.861];
const observed = (id: string, moment: number, of: object, rest: object = {}): NewEntry =>
  entry(moment, {
    kind: 'camera-event.observed',
    id,
    data: {
      ...{ cameraId: 'cau-rao', type: 'fire', severity: 'critical', phase: 'new', startedAt: moment, endedAt: null, at },
      ...{ label: null, score: 0.9, zones: [], plate: null, speedKmh: null, evidence: null },
      ...of,
    },
    ...rest,
  });

beforeAll(async () => {
  centre = await openWallCentre();
  node = await centre.node();
  [lead, leader, police] = [await centre.person('shift-lead'), await centre.person('leader'), await centre.person('camera-desk')];
  wall = await centre.wall('phong-hop');
  guests = await centre.display('visitors');
  const log = createLog({ pool: centre.base.database.pool, clock: () => epochMs(Date.now()) });
  const orders = { emergency: null, banner: null, pin: null, fullTile: null, frozenAt: null, replay: null };
  const show = (scene: string, since: number, until: number) => ({ scene, reason: null, since, until });
  const directed = (revision: number, moment: number, override: object | null): NewEntry =>
    entry(moment, {
      kind: 'wall.directed',
      id: wall,
      area: null,
      classification: 'public',
      actor: 'Lê Thị Lan',
      data: { revision, showAt: moment, override, ...orders },
    });
  const focus = { kind: 'camera-event.observed', id: 'fire-1', since: NOON, severity: 'critical' };
  const focused = { incident: focus, cameras: [], reports: [], waiting: 0, acknowledged: false };
  const drafts = [
    entry(NOON - 50 * MINUTE, {
      kind: 'area.defined',
      id: '11296',
      classification: 'public',
      data: { name: 'Phường Lê Chân', areaKind: 'ward', parent: null, at, areaKm2: null, validFrom: '2025-07-01' },
    }),
    entry(NOON - 50 * MINUTE, {
      kind: 'camera.registered',
      id: 'cau-rao',
      data: { name: 'Camera Cầu Rào', at, directionDeg: null, owner: 'Trung tâm' },
    }),
    entry(NOON - 50 * MINUTE, {
      kind: 'camera.registered',
      id: 'kho-bac',
      classification: 'police',
      data: { name: 'Camera Kho bạc', at, directionDeg: null, owner: 'Công an' },
    }),
    observed('fire-1', NOON, {}),
    observed('fire-1', NOON + MINUTE, { phase: 'update' }),
    observed('weapon-1', NOON + 2 * MINUTE, { type: 'weapon', cameraId: 'kho-bac' }, { classification: 'police' }),
    observed('crowd-1', NOON + 3 * MINUTE, { type: 'crowd', severity: 'high', cameraId: 'kho-bac' }),
    entry(NOON + 4 * MINUTE, { kind: 'wall.focused', id: wall, area: null, data: focused }),
    directed(1, NOON + 5 * MINUTE, show('storm', NOON + 5 * MINUTE, NOON + 50 * MINUTE)),
    entry(NOON + 6 * MINUTE, {
      kind: 'wall.focused',
      id: wall,
      area: null,
      actor: 'Lê Thị Lan',
      data: { ...focused, acknowledged: true, acknowledgedAt: NOON + 6 * MINUTE, acknowledgedBy: 'Lê Thị Lan' },
    }),
    directed(2, NOON + 7 * MINUTE, null),
    entry(NOON + 8 * MINUTE, {
      kind: 'display.commanded',
      id: 'man-1',
      area: null,
      classification: 'public',
      actor: 'Trần Văn Bình',
      data: { wall, position: 'A1', command: 'capture', capture: 'c1', issuedAt: NOON + 8 * MINUTE },
    }),
  ];
  const arrivals = drafts.map((one) => ({ entry: one, publisherKey: null }));
  await log.commit({ arrivals, quarantined: [], refused: [] });
}, 120_000);
afterAll(() => centre.close());

async function marksOf(who: Known, as = '', from: number = NOON, to: number = NOON + 60 * MINUTE): Promise<ReplayMark[]> {
  const said = await centre.ask(node, who, 'GET', `/replay/v1/marks?from=${from}&to=${to}${as}`);
  expect(said.status).toBe(200);
  return (said.body as { marks: ReplayMark[] }).marks;
}
const told = (marks: ReplayMark[]) => marks.map(({ kind, what, subject, wall: on, actor }) => ({ kind, what, subject, wall: on, actor }));

test('REPLAY12 a mark says what happened and where, by the names that its viewer may know', async () => {
  const fire = { kind: 'camera-event', type: 'fire', camera: 'Camera Cầu Rào', area: 'Phường Lê Chân' };
  const marks = told(await marksOf(lead));
  const none = { what: null, wall: null, actor: null };
  expect(marks.slice(0, 2)).toEqual([
    { kind: 'camera-event', subject: fire, ...none },
    // The event is for all of the centre, its camera's name for the police.
    { kind: 'camera-event', subject: { kind: 'camera-event', type: 'crowd', camera: null, area: 'Phường Lê Chân' }, ...none },
  ]);
  const theirs = told(await marksOf(police)).slice(0, 3);
  expect(theirs.map(({ subject }) => subject?.kind === 'camera-event' && [subject.type, subject.camera])).toEqual([
    ['fire', 'Camera Cầu Rào'],
    ['weapon', 'Camera Kho bạc'],
    ['crowd', 'Camera Kho bạc'],
  ]);
});

test('REPLAY13 who did what stands beside it, read from the log’s own versions', async () => {
  const name = `Tường ${wall}`;
  const fire = { kind: 'camera-event', type: 'fire', camera: 'Camera Cầu Rào', area: 'Phường Lê Chân' };
  const acts = [
    { kind: 'focus', what: 'focus', subject: fire, wall: name, actor: null },
    { kind: 'direction', what: 'show', subject: { kind: 'named', name: 'Mưa bão, ngập úng' }, wall: name, actor: 'Lê Thị Lan' },
    { kind: 'focus', what: 'acknowledge', subject: fire, wall: name, actor: 'Lê Thị Lan' },
    { kind: 'direction', what: 'resume', subject: null, wall: name, actor: 'Lê Thị Lan' },
    { kind: 'display', what: 'capture', subject: { kind: 'named', name: 'A1' }, wall: name, actor: 'Trần Văn Bình' },
  ];
  expect(told(await marksOf(lead)).slice(2)).toEqual(acts);
  // A stretch that begins in the middle: what was there before it is nobody's act of it.
  expect(told(await marksOf(lead, '', NOON + 6.5 * MINUTE))).toEqual(acts.slice(3));
});

test('REPLAY13 VIEW6 before guests nobody is named, and what is the centre’s own is not there', async () => {
  const marks = told(await marksOf(guests, '&as=wall'));
  expect(marks.map(({ kind, what, actor }) => [kind, what, actor])).toEqual([
    ['direction', 'show', null],
    ['direction', 'resume', null],
    ['display', 'capture', null],
  ]);
});

test('REPLAY13 what was revealed is told to who revealed it, and to nobody else who does not read the audit', async () => {
  const since = Date.now() - 1000;
  const purpose = 'Xác minh vụ cháy tại cầu Rào';
  const asked = { kind: 'camera-event.observed', id: 'fire-1', field: 'plate', purpose };
  await expect.poll(async () => (await centre.ask(node, police, 'POST', '/reveal/v1', asked)).status).toBe(200);
  const until = Date.now() + 60_000;
  const own = told(await marksOf(police, '', since, until));
  expect(own).toEqual([
    expect.objectContaining({
      kind: 'reveal',
      what: 'plate',
      actor: police.principal.name,
      subject: expect.objectContaining({ type: 'fire' }),
    }),
  ]);
  expect(await marksOf(lead, '', since, until)).toEqual([]);
});

test('REPLAY8 a seek is on record before it is shown, with who and which moment; a seek that is refused shows nothing', async () => {
  const { pool } = centre.base.database;
  const looks = async () =>
    (
      await pool.query<{ actor: string; outcome: string; subject: string }>(
        `select actor, outcome, subject from audit.entry where action = 'replay:read' order by n`,
      )
    ).rows;
  const before = (await looks()).length;
  const said = await centre.ask(node, leader, 'POST', '/replay/v1/seek', { at: NOON });
  expect(said.status).toBe(200);
  expect((await looks()).slice(before)).toEqual([{ actor: leader.principal.id, outcome: 'done', subject: new Date(NOON).toISOString() }]);
  const unit = await centre.person('handling-unit');
  expect((await centre.ask(node, unit, 'POST', '/replay/v1/seek', { at: NOON })).status).toBe(403);
  expect((await looks()).at(-1)).toMatchObject({ actor: unit.principal.id, outcome: 'denied' });
});

test('REPLAY14 who looks at a wall’s past sees what that wall’s room may see and they may, of a wall that there is', async () => {
  const seek = (who: Known, mirrorOf: string | null, as = '') =>
    fetch(`${node.origin}/replay/v1/seek${as}`, {
      method: 'POST',
      headers: {
        origin: node.origin.replace('http:', 'https:'),
        'x-forwarded-proto': 'https',
        cookie: who.cookie,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ at: NOON + 10 * MINUTE, mirrorOf }),
    });
  const seen = async (response: Response): Promise<string[]> =>
    decodePicture(await response.arrayBuffer()).snapshot.entries.flatMap(({ kind, id }) => (kind === 'camera-event.observed' ? [id] : []));
  expect((await seen(await seek(police, null))).sort()).toEqual(['crowd-1', 'fire-1', 'weapon-1']);
  // A room of operators sees nothing of the police; a room of guests nothing of the centre.
  expect((await seen(await seek(police, wall))).sort()).toEqual(['crowd-1', 'fire-1']);
  expect(await seen(await seek(police, guests.wall))).toEqual([]);
  expect((await seek(police, 'no-such-wall')).status).toBe(403);
  expect((await seek(guests, wall, '?as=wall')).status).toBe(403);
  const page = (mirrorOf: string) =>
    centre.ask(node, police, 'GET', `/replay/v1/frames?after=0&until=${NOON}&mirrorOf=${encodeURIComponent(mirrorOf)}`);
  expect([(await page(wall)).status, (await page('no-such-wall')).status]).toEqual([200, 403]);
});
