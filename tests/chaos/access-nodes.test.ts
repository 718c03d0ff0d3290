import { afterEach, expect, test } from 'vitest';
import type { Entry } from '../../shared/contract/entry.ts';
import { decodeFrame, entriesOf } from '../../shared/contract/frame.ts';
import type { SnapshotMessage, View } from '../../shared/contract/socket.ts';
import type { AccessChangeList, AccessChangeListing, WallList } from '../../shared/contract/walls.ts';
import type { Audience } from '../../shared/model/vocabulary.ts';
import { viewOf } from '../../shared/rules/view.ts';
import { type SignedIn, setUpAdministrator } from '../support/administrator.ts';
import { type BareClient, helloOf, openBareClient } from '../support/bare-client.ts';
import { createPublisher, openAdministration, type Publisher } from '../support/ingest-client.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { type Known, knownDisplay, knownPerson } from '../support/principals.ts';
import { printedLinks } from '../support/printed-links.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { eventually, until } from './eventually.ts';

/** Two built nodes on one PostgreSQL: what is said to one holds on the other. */
type Nodes = { db: TestDatabase; first: ServerProcess; second: ServerProcess; admin: SignedIn; publisher: Publisher };

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function openNodes(): Promise<Nodes> {
  const db = await testDatabase();
  const start = () => startServerProcess({ env: { DATABASE_URL: db.url } });
  // One after the other: the first prints the link that sets up the administrator.
  const first = await start();
  closing.push(() => first.stop());
  const admin = await setUpAdministrator(first.url, printedLinks(first).setUp);
  const second = await start();
  closing.push(() => second.stop());
  const issued = await (await openAdministration(first, admin.cookie)).source('cong-dan');
  return { db, first, second, admin, publisher: createPublisher(first, issued) };
}

async function joined(node: ServerProcess, { principal, cookie }: Known, cursor: number | null = null): Promise<BareClient> {
  const client = openBareClient(node.port, { ...helloOf(cursor, principal), screen: 'wall' }, { cookie });
  closing.push(() => void client.socket.disconnect());
  await until(`${principal.role} has a picture`, () => client.got.has('snapshot:replace') || client.frames.length > 0);
  return client;
}

let reports = 0;
/** One for the centre's own people and one for everybody, each with a word that can be searched for. */
async function publish(publisher: Publisher, word: string): Promise<void> {
  const now = new Date().toISOString();
  const report = {
    reportId: `pa-${++reports}`,
    category: 'flooding',
    severity: 'critical',
    summary: `nội bộ ${word}`,
    at: [106.68, 20.85],
    reportedAt: now,
    reporter: { name: 'Nguyễn Văn Mẫu', phone: '0912345678' },
  };
  const sensor = {
    sensorId: 'rain-1',
    name: `công khai ${word}`,
    measure: 'rainfall',
    value: 5,
    unit: 'mm/h',
    at: [106.68, 20.85],
    occurredAt: now,
  };
  for (const [surface, item] of [
    ['field-reports', report],
    ['sensor-observations', sensor],
  ] as const) {
    const attempt = await publisher.post(surface, [item], `${word}-${surface}`);
    expect(attempt).toMatchObject({ kind: 'answered', status: 201 });
  }
}

const picturesOf = (order: BareClient['order']): Buffer[] =>
  order.flatMap(({ event, body }) => {
    if (event === 'frame:next') return [Buffer.from(body as Uint8Array)];
    return event === 'snapshot:replace' ? [Buffer.from((body as SnapshotMessage).frame as Uint8Array)] : [];
  });
const carries = (client: BareClient, text: string, from = 0): boolean => Buffer.concat(picturesOf(client.order.slice(from))).includes(text);
const entriesIn = (order: BareClient['order']): Entry[] => picturesOf(order).flatMap((bytes) => entriesOf(decodeFrame(bytes)));

/** What the nodes told of the newest change about somebody. */
const measured = ({ admin }: Nodes, id: string, nodes = 2): Promise<AccessChangeListing> =>
  eventually('both nodes have told how long it took', async () => {
    const { body } = await admin.browser.get('/admin/v1/access-changes');
    const found = (body as unknown as AccessChangeList).changes.find(({ subject }) => subject.id === id);
    return found && found.nodes.length === nodes ? found : null;
  });

const switchTo = async ({ admin }: Nodes, wall: string, audience: Audience): Promise<void> => {
  const { status } = await admin.browser.post(`/admin/v1/walls/${wall}/audience`, { audience });
  expect(status).toBe(200);
};

test('SEC3 an account that is disabled on one node loses its connections on the other within 2 s; another role shows another picture; the time is kept and shown', async () => {
  const nodes = await openNodes();
  const officer = await knownPerson(nodes.db.database, 'duty-officer', null);
  const police = await knownPerson(nodes.db.database, 'camera-desk', null);
  await publish(nodes.publisher, 'mot');
  const [here, there, other] = [
    await joined(nodes.first, officer),
    await joined(nodes.second, officer),
    await joined(nodes.second, police),
  ];
  await until('both see what came', () => [here, there].every((client) => carries(client, 'nội bộ mot')));

  const toldAt = Date.now();
  const { status } = await nodes.admin.browser.ask('PATCH', `/admin/v1/people/${officer.principal.id}`, { disabled: true });
  expect(status).toBe(200);
  await until('both cut off', () => [here, there].every(({ got }) => got.has('disconnect')), 2000);
  expect(Date.now() - toldAt).toBeLessThan(2000);
  expect(there.got.get('session:ended')).toEqual([{ reason: 'revoked' }]);
  const change = await measured(nodes, officer.principal.id);
  expect(change).toMatchObject({ subject: { kind: 'person' }, reason: 'disabled' });
  expect(change.nodes.map(({ sockets }) => sockets)).toEqual([1, 1]);
  expect(change.tookMs?.max).toBeLessThan(2000);

  const before = other.order.length;
  await nodes.admin.browser.ask('PATCH', `/admin/v1/people/${police.principal.id}`, { role: 'leader' });
  await until('another picture', () => other.order.slice(before).some(({ event }) => event === 'snapshot:replace'), 2000);
  expect(other.got.get('session:view')).toEqual([viewOf({ ...police.principal, role: 'leader' })]);
  await publish(nodes.publisher, 'hai');
  await until('it goes on', () => carries(other, 'nội bộ hai', before));
  for (const entry of entriesIn(other.order.slice(before)))
    if (entry.kind === 'field-report.recorded') expect(entry.data.reporter).toEqual({ name: null, phone: null });
});

test('AUD1 who is in the room is said on one node: within 1 s the wall at the other shows what they may see, and after it nothing else', async () => {
  const nodes = await openNodes();
  const display = await knownDisplay(nodes.db.database, 'operators');
  const wallId = `wall-${display.principal.id}`;
  await publish(nodes.publisher, 'truoc');
  const wall = await joined(nodes.second, display);
  await until('it shows what operators see', () => carries(wall, 'nội bộ truoc') && carries(wall, 'công khai truoc'));
  expect(carries(wall, '0912345678')).toBe(false);

  for (const [audience, seesInside] of [
    ['visitors', false],
    ['operators', true],
    ['press', false],
  ] as const) {
    const before = wall.order.length;
    const toldAt = Date.now();
    await switchTo(nodes, wallId, audience);
    await until(`a picture for ${audience}`, () => wall.order.slice(before).some(({ event }) => event === 'snapshot:replace'), 1000);
    expect(Date.now() - toldAt).toBeLessThan(1000);
    const told = wall.order.findIndex(({ event }, i) => i >= before && event === 'session:view');
    expect(wall.order[told]?.body as View).toMatchObject({ audience });
    await publish(nodes.publisher, `khi-${audience}`);
    await until('it goes on', () => carries(wall, `công khai khi-${audience}`, told));
    expect(carries(wall, 'nội bộ', told)).toBe(seesInside);
    expect(entriesIn(wall.order.slice(told)).every(({ classification }) => seesInside || classification === 'public')).toBe(true);
  }

  const { body } = await nodes.admin.browser.get('/walls/v1');
  expect((body as unknown as WallList).walls).toMatchObject([{ id: wallId, audience: 'press', audienceBy: 'Nguyễn Thị Ánh', displays: 1 }]);
  const change = await measured(nodes, wallId);
  expect(change.tookMs?.max).toBeLessThan(1000);
  const { rows } = await nodes.db.database.pool.query(
    "select actor_name, subject, outcome, detail from audit.entry where action = 'audience:switch' order by n",
  );
  expect(rows).toHaveLength(3);
  expect(rows[0]).toEqual({
    actor_name: 'Nguyễn Thị Ánh',
    subject: wallId,
    outcome: 'done',
    detail: { from: 'operators', to: 'visitors' },
  });

  // A wall that was away when its room changed does not come back with the old picture.
  wall.socket.disconnect();
  await switchTo(nodes, wallId, 'operators');
  const back = await joined(nodes.second, { ...display, principal: { ...display.principal, audience: 'operators' } });
  back.socket.disconnect();
  await switchTo(nodes, wallId, 'visitors');
  const again = await joined(nodes.first, display, back.frames.at(-1)?.to ?? 1);
  expect(again.got.get('session:welcome')?.[0]).toMatchObject({ resume: 'snapshot', view: { audience: 'visitors' } });
  expect(carries(again, 'nội bộ')).toBe(false);
  expect(carries(again, 'công khai')).toBe(true);
});

test('SEC4 who was revoked while away recovers nothing, at either node', async () => {
  const nodes = await openNodes();
  const officer = await knownPerson(nodes.db.database, 'duty-officer', null);
  await publish(nodes.publisher, 'truoc');
  const client = await joined(nodes.second, officer);
  client.socket.disconnect();
  await nodes.admin.browser.ask('PATCH', `/admin/v1/people/${officer.principal.id}`, { disabled: true });
  await publish(nodes.publisher, 'sau');
  for (const node of [nodes.first, nodes.second]) {
    const again = openBareClient(node.port, helloOf(1, officer.principal), { cookie: officer.cookie });
    closing.push(() => void again.socket.disconnect());
    await until('turned away', () => again.got.has('connect_error'));
    expect([...again.got.keys()]).toEqual(['connect_error']);
    expect(again.got.get('connect_error')?.[0]).toHaveProperty('message', 'unauthenticated');
  }
});

test('SEC3 when the notification is lost with the connections that listen, the poll finds the change within 2 s', async () => {
  const nodes = await openNodes();
  const officer = await knownPerson(nodes.db.database, 'duty-officer', null);
  const there = await joined(nodes.second, officer);
  const { pool } = nodes.db.database;
  // As long as this goes on, nobody who listens lives to hear.
  let killing = true;
  const killed = (async () => {
    let count = 0;
    while (killing) {
      const { rowCount } = await pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'listen access'`,
      );
      count += rowCount ?? 0;
    }
    return count;
  })();
  const toldAt = Date.now();
  await nodes.admin.browser.ask('PATCH', `/admin/v1/people/${officer.principal.id}`, { disabled: true });
  await until('cut off all the same', () => there.got.has('disconnect'), 2000);
  expect(Date.now() - toldAt).toBeLessThan(2000);
  killing = false;
  expect(await killed).toBeGreaterThanOrEqual(2);
  expect((await measured(nodes, officer.principal.id)).tookMs?.max).toBeLessThan(2000);
});
