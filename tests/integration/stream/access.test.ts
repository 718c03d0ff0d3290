import { afterEach, expect, test } from 'vitest';
import type { AccessChange } from '../../../server/domain/access/ports.ts';
import type { Member } from '../../../server/stream/view-channel.ts';
import { createViewChannels } from '../../../server/stream/view-channels.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { decodeFrame, entriesOf } from '../../../shared/contract/frame.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import type { SnapshotMessage, View, Welcome } from '../../../shared/contract/socket.ts';
import { areaCode, type EpochMs, epochMs, seq } from '../../../shared/model/ids.ts';
import { snapshotOf } from '../../../shared/rules/fold.ts';
import { projectSnapshot } from '../../../shared/rules/project-snapshot.ts';
import { project, viewOf } from '../../../shared/rules/view.ts';
import { type BareClient, helloOf, openBareClient } from '../../support/bare-client.ts';
import { glassReport } from '../../support/glass-report.ts';
import { logFromSeed } from '../../support/log-arbitrary.ts';
import { openDisplay, type StreamServer, startStreamServer, until } from '../../support/stream-harness.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';

const WALL: Principal = { id: 'wall-1', name: 'Tường', role: 'display', unit: null, areas: null, audience: 'operators' };
const OFFICER: Principal = { ...WALL, id: 'p1', name: 'Trực ban', role: 'duty-officer' };
const POLICE: Principal = { ...OFFICER, id: 'p2', role: 'camera-desk' };
const AUDITOR: Principal = { ...OFFICER, id: 'p3', role: 'auditor' };
const PEOPLE = { wall: WALL, officer: OFFICER, police: POLICE, auditor: AUDITOR };
const LOG = logFromSeed(31, 600);

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serverWith(log: Entry[] = [], clock?: () => EpochMs, limits = {}): Promise<StreamServer> {
  const server = await startStreamServer(log, PEOPLE, 0, clock, limits);
  closing.push(() => server.stop());
  return server;
}
async function joined(
  server: StreamServer,
  who: keyof typeof PEOPLE,
  cursor: number | null = null,
  port = server.port,
): Promise<BareClient> {
  const client = openBareClient(port, helloOf(cursor, PEOPLE[who]), { cookie: `who=${who}` });
  closing.push(() => void client.socket.disconnect());
  await until(`${who} has a picture`, () => client.got.has('snapshot:replace') || client.frames.length > 0);
  return client;
}
const welcomeOf = ({ got }: BareClient): Welcome => got.get('session:welcome')?.[0] as Welcome;
const changed = (kind: AccessChange['subject']['kind'], id: string, reason = 'disabled'): AccessChange => ({
  subject: { kind, id },
  reason,
  by: 'Quản trị',
});
const after = (client: BareClient, event: string): BareClient['order'] =>
  client.order.slice(client.order.findIndex((one) => one.event === event) + 1);
const entriesIn = (order: BareClient['order']): Entry[] =>
  order.flatMap(({ event, body }) => {
    if (event === 'frame:next') return entriesOf(decodeFrame(body as Uint8Array));
    if (event === 'snapshot:replace') return entriesOf(decodeFrame((body as SnapshotMessage).frame));
    return [];
  });

test('SEC3 who is disabled is told so and cut off at once, on every connection and on no other; nothing of what comes next reaches them', async () => {
  const server = await serverWith();
  server.take(LOG.slice(0, 300));
  const [first, second, other, wall] = [
    await joined(server, 'officer'),
    await joined(server, 'officer'),
    await joined(server, 'police'),
    await joined(server, 'wall'),
  ];
  server.callers.revoke('officer');
  expect(await server.gateway.rightsChanged(changed('person', OFFICER.id))).toBe(2);
  server.take(LOG.slice(300));
  await until('both cut off', () => [first, second].every(({ got }) => got.has('disconnect')));
  for (const { got, frames } of [first, second]) {
    expect(got.get('session:ended')).toEqual([{ reason: 'revoked' }]);
    expect(frames.every(({ to }) => to <= 300)).toBe(true);
  }
  await until('the others go on', () => [other, wall].every(({ frames }) => frames.at(-1)?.to === 600));
  expect(await server.gateway.rightsChanged(changed('person', OFFICER.id))).toBe(0);
});

test.each([
  ['session', 'officer', 'officer', 'signed-out'],
  ['display', 'wall', 'wall', 'revoked'],
] as const)('SEC3 the end of a %s ends its connection, and says why', async (kind, id, who, reason) => {
  const server = await serverWith();
  const client = await joined(server, who);
  server.callers.revoke(who);
  await server.gateway.rightsChanged(changed(kind, id, reason));
  await until('cut off', () => client.got.has('disconnect'));
  expect(client.got.get('session:ended')).toEqual([{ reason }]);
});

test('SEC3 a display that was revoked stops, and its screen is told; it does not come again', async () => {
  const server = await serverWith();
  const display = openDisplay(server.port, 'wall');
  closing.push(() => display.connection.close());
  await until('live', () => display.links.at(-1)?.kind === 'live');
  server.callers.revoke('wall');
  await server.gateway.rightsChanged(changed('display', 'wall'));
  await until('ended', () => display.links.at(-1)?.kind === 'ended');
  expect(display.links.at(-1)).toEqual({ kind: 'ended', reason: 'revoked' });
  await until('gone', () => server.gateway.status().sockets === 0);
  const stranger = openDisplay(server.port, 'wall');
  closing.push(() => stranger.connection.close());
  await until('a stranger', () => stranger.links.at(-1)?.kind === 'ended');
  expect(display.links.filter(({ kind }) => kind === 'ended')).toHaveLength(1);
});

test('SEC4 who was revoked while away recovers nothing with an old cursor', async () => {
  const server = await serverWith();
  server.take(LOG.slice(0, 300));
  const before = await joined(server, 'officer', 0);
  before.socket.disconnect();
  server.callers.revoke('officer');
  server.take(LOG.slice(300));
  const again = openBareClient(server.port, helloOf(300, OFFICER), { cookie: 'who=officer' });
  closing.push(() => void again.socket.disconnect());
  await until('refused', () => again.got.has('connect_error'));
  expect(again.got.get('connect_error')?.[0]).toHaveProperty('message', 'unauthenticated');
  expect([...again.got.keys()]).toEqual(['connect_error']);
});

test('VIEW1 another view while connected: told, then one whole picture of it, and not one entry of the old view in between', async () => {
  const server = await serverWith();
  server.take(LOG.slice(0, 300));
  const client = await joined(server, 'police');
  const ward: Principal = { ...POLICE, role: 'duty-officer', areas: [areaCode('11296')] };
  // Entries wait for their frame while the change is asked about.
  const taking = setInterval(() => {
    const at = server.live.head();
    if (at < LOG.length) server.take(LOG.slice(at, at + 2));
  }, 1);
  closing.push(() => clearInterval(taking));
  await until('frames flow', () => client.frames.length > 3);
  server.callers.set('police', ward);
  expect(await server.gateway.rightsChanged(changed('person', POLICE.id, 'role'))).toBe(1);
  await until('all of the log', () => client.frames.at(-1)?.to === LOG.length);
  expect(client.got.get('session:view')).toEqual([viewOf(ward)]);
  const rest = after(client, 'session:view');
  expect(rest[0]).toMatchObject({ event: 'snapshot:replace', body: { reason: 'reprojected' } });
  expect(rest.filter(({ event }) => event === 'snapshot:replace')).toHaveLength(1);
  const shown = entriesIn(rest);
  expect(shown.length).toBeGreaterThan(20);
  for (const entry of shown) expect(entry).toEqual(project(viewOf(ward), LOG[entry.seq - 1] as Entry));
  // The same view again is nothing to speak of.
  const events = client.order.length;
  expect(await server.gateway.rightsChanged(changed('person', POLICE.id, 'role'))).toBe(0);
  expect(client.order.slice(events).filter(({ event }) => event === 'session:view' || event === 'snapshot:replace')).toEqual([]);
});

test('VIEW1 a display’s own stores equal the server’s fold through each view that it is given, back and forth', async () => {
  const server = await serverWith();
  const display = openDisplay(server.port, 'wall');
  closing.push(() => display.connection.close());
  await until('live', () => display.links.at(-1)?.kind === 'live');
  let taken = 0;
  for (const audience of ['press', 'operators', 'visitors', 'leaders', 'press'] as const) {
    server.take(LOG.slice(taken, taken + 100));
    taken += 100;
    const now = { ...WALL, audience };
    server.callers.set('wall', now);
    await server.gateway.rightsChanged(changed('wall', 'wall', 'audience'));
    await until(
      `it shows what ${audience} may see`,
      () => display.views.at(-1)?.audience === audience && display.connection.cursor() === taken,
    );
    const { seq: _, ...shown } = snapshotOf(display.world.world());
    const { seq: __, ...expected } = projectSnapshot(viewOf(now), snapshotOf(server.live.world()));
    expect(shown).toEqual(expected);
  }
  expect(display.links.some(({ kind }) => kind === 'down')).toBe(false);
});

test('AUD2 a room that others are in and that shows the same is told, and its picture goes on', async () => {
  const server = await serverWith();
  server.take(LOG.slice(0, 50));
  const client = await joined(server, 'wall');
  server.callers.set('wall', { ...WALL, audience: 'leaders' });
  expect(viewOf({ ...WALL, audience: 'leaders' }).key).toBe(viewOf(WALL).key);
  expect(await server.gateway.rightsChanged(changed('wall', 'wall', 'audience'))).toBe(1);
  await until('told', () => client.got.has('session:view'));
  server.take(LOG.slice(50, 100));
  await until('it goes on', () => client.frames.at(-1)?.to === 100);
  expect(client.got.get('session:view')?.[0]).toMatchObject({ audience: 'leaders' });
  expect(after(client, 'session:view').some(({ event }) => event === 'snapshot:replace')).toBe(false);
});

test('VIEW2 a picture of another view is never added to: its cursor gets a whole picture, entries only with its own view', async () => {
  const server = await serverWith();
  server.take(LOG.slice(0, 300));
  const stale = openBareClient(server.port, helloOf(250, { ...WALL, role: 'camera-desk' }), { cookie: 'who=wall' });
  const own = openBareClient(server.port, helloOf(250, WALL), { cookie: 'who=wall' });
  closing.push(
    () => void stale.socket.disconnect(),
    () => void own.socket.disconnect(),
  );
  await until('both welcomed', () => stale.got.has('snapshot:replace') && own.frames.length > 0);
  expect(welcomeOf(stale).resume).toBe('snapshot');
  expect(welcomeOf(own).resume).toBe('entries');
  expect(own.got.has('snapshot:replace')).toBe(false);
});

test('VIEW1 what still waits for a slow reader under its old view never leaves: its connection is cut and begins anew', async () => {
  const server = await serverWith();
  const proxy = await startTcpProxy(server.port);
  closing.push(() => proxy.close());
  const slow = await joined(server, 'police', 0, proxy.port);
  proxy.stall(true);
  let number = 0;
  await until(
    'a backlog',
    () => {
      for (const entry of LOG.slice(0, 100)) {
        number++;
        server.take([
          {
            ...entry,
            seq: seq(number),
            data: entry.kind === 'field-report.recorded' ? { ...entry.data, summary: 'x'.repeat(4000) } : entry.data,
          } as Entry,
        ]);
      }
      return server.gateway.status().lagged > 0;
    },
    20_000,
  );
  server.callers.set('police', OFFICER);
  expect(await server.gateway.rightsChanged(changed('person', POLICE.id, 'role'))).toBe(1);
  await until('its connection is gone', () => server.gateway.status().sockets === 0);
  proxy.stall(false);
  await until('it notices', () => slow.got.has('disconnect'));
  expect(slow.got.has('session:view')).toBe(false);
});

test('VIEW4 while the database cannot be asked open connections stay and none comes in; a change that is known but cannot be asked about cuts', async () => {
  let ahead = 0;
  const server = await serverWith([], () => epochMs(Date.now() + ahead));
  const client = await joined(server, 'officer');
  const wall = await joined(server, 'wall');
  server.callers.down(true);
  ahead = 61_000;
  const stranger = openBareClient(server.port, helloOf(null, OFFICER), { cookie: 'who=officer' });
  closing.push(() => void stranger.socket.disconnect());
  await until('not let in', () => stranger.got.has('connect_error'));
  expect(stranger.got.get('connect_error')?.[0]).toHaveProperty('message', 'unavailable');
  await until('asked in vain', () => server.callers.failures() >= 3);
  expect([client, wall].every(({ socket }) => socket.connected)).toBe(true);
  expect(await server.gateway.rightsChanged(changed('person', OFFICER.id))).toBe(1);
  await until('cut', () => client.got.has('disconnect'));
  expect(client.got.has('session:ended')).toBe(false);
  expect(wall.socket.connected).toBe(true);
});

test('SEC5 who stays connected is asked about again each minute: a session that ran out meanwhile ends, with nobody telling', async () => {
  let ahead = 0;
  const server = await serverWith([], () => epochMs(Date.now() + ahead));
  const client = await joined(server, 'officer');
  const wall = await joined(server, 'wall');
  server.callers.revoke('officer');
  ahead = 50_000;
  const status = () => (wall.got.get('node:status') ?? []).length;
  const before = status();
  await until('two seconds of the node', () => status() >= before + 2);
  expect(client.socket.connected).toBe(true);
  ahead = 61_000;
  await until('ended', () => client.got.has('disconnect'));
  expect(client.got.get('session:ended')).toEqual([{ reason: 'expired' }]);
  expect(wall.socket.connected).toBe(true);
});

test('SEC3 a change that overtakes a handshake is not missed', async () => {
  const server = await serverWith();
  server.callers.hold();
  const late = openBareClient(server.port, helloOf(null, OFFICER), { cookie: 'who=officer' });
  closing.push(() => void late.socket.disconnect());
  await until('its session was read', () => server.callers.held() === 1);
  server.callers.revoke('officer');
  await server.gateway.rightsChanged(changed('person', OFFICER.id));
  server.callers.release();
  await until('turned away', () => late.got.has('connect_error'));
  expect(late.got.get('connect_error')?.[0]).toHaveProperty('message', 'unauthenticated');
});

test('SEC6 a forged room join, an event of another and a join without the right are refused, and stand in the audit', async () => {
  const server = await serverWith();
  server.take(LOG.slice(0, 20));
  const forger = await joined(server, 'officer');
  forger.socket.emit('room:join', 'police');
  await until('refused', () => forger.got.has('session:refused'));
  expect(forger.got.get('session:refused')?.[0]).toMatchObject({ code: 'forbidden' });
  // A person's page is no display: what it says of itself would stand for a wall.
  const person = await joined(server, 'officer');
  expect(welcomeOf(person).reports).toBe(false);
  person.socket.emit('glass:report', glassReport({ scene: 's' }));
  await until('refused too', () => person.got.has('session:refused'));
  const auditor = openBareClient(server.port, helloOf(null, AUDITOR), { cookie: 'who=auditor' });
  closing.push(() => void auditor.socket.disconnect());
  await until('turned away', () => auditor.got.has('connect_error'));
  expect(auditor.got.get('connect_error')?.[0]).toHaveProperty('message', 'forbidden');
  for (const name of ['constructor', '__proto__', 'toString', 'disconnecting']) {
    const odd = await joined(server, 'officer');
    odd.socket.emit(name === 'disconnecting' ? 'session:view' : name, {});
    await until('refused as well', () => odd.got.has('session:refused'));
  }
  expect(server.acts.slice(0, 3)).toMatchObject([
    { actor: 'p1', actorName: 'Trực ban', action: 'event:send', subject: { kind: 'socket-event', id: 'room:join' }, outcome: 'denied' },
    { actor: 'p1', action: 'glass:report', subject: { id: 'glass:report' }, outcome: 'denied' },
    { actor: 'p3', action: 'stream:join', outcome: 'denied' },
  ]);
  expect(server.acts).toHaveLength(7);
  const wall = await joined(server, 'wall');
  expect(welcomeOf(wall).reports).toBe(true);
});

test('SEC9 too many messages a minute, from one connection or over all of one account, and too many connections are cut off', async () => {
  const now = epochMs(1_800_000_000_000);
  const server = await serverWith([], () => now, { socketsPerPrincipal: 3, messagesPerMinute: 60, principalMessagesPerMinute: 100 });
  const clients = [await joined(server, 'officer'), await joined(server, 'officer'), await joined(server, 'officer')];
  const fourth = openBareClient(server.port, helloOf(null, OFFICER), { cookie: 'who=officer' });
  closing.push(() => void fourth.socket.disconnect());
  await until('one too many', () => fourth.got.has('session:refused'));
  expect(fourth.got.get('session:refused')?.[0]).toMatchObject({ code: 'flooding' });
  await joined(server, 'police');
  const ping = (client: BareClient | undefined, times: number): void => {
    for (let i = 0; i < times; i++) client?.socket.emit('clock:ping', { sentAt: i }, () => {});
  };
  // A range costs the server more than a ping, and counts for more.
  for (let i = 0; i < 4; i++) clients[0]?.socket.emit('range:read', { from: 1 }, () => {});
  await until('ranges without end', () => clients[0]?.got.has('session:refused') ?? false);
  ping(clients[1], 25);
  ping(clients[2], 25);
  await until('all of one account', () => [clients[1], clients[2]].some((client) => client?.got.has('session:refused')));
  const refusals = [clients[1], clients[2]].flatMap((client) => client?.got.get('session:refused') ?? []);
  expect(refusals[0]).toMatchObject({ code: 'flooding', message: expect.stringContaining('over all connections') });
});

test('VIEW3 equal views share one projection, however many look through them; who looks through none costs none', async () => {
  const server = await serverWith();
  const areas: Principal = { ...OFFICER, areas: [areaCode('11296')] };
  server.callers.set('officer', areas);
  server.callers.set('police', { ...areas, id: 'p2' });
  const clients = [await joined(server, 'officer'), await joined(server, 'police'), await joined(server, 'officer')];
  expect(clients.map((client) => welcomeOf(client).view.key)).toEqual(clients.map(() => viewOf(areas).key));
  expect(server.gateway.views()).toBe(1);
  await joined(server, 'wall');
  expect(server.gateway.views()).toBe(2);
});

test('VIEW3 an entry is projected once a view, not once a reader', () => {
  const channels = createViewChannels({ live: { head: () => seq(0), origin: () => [106, 20] }, onLagging() {} });
  let asked = 0;
  const counted = (view: View): View => ({
    ...view,
    // The first thing that a projection asks of its view.
    classifications: Object.assign([...view.classifications], {
      includes(this: readonly string[], one: string): boolean {
        asked++;
        return this.indexOf(one) >= 0;
      },
    }),
  });
  const members = Array.from({ length: 100 }, (_, i): Member => ({ socket: { id: String(i) } as Member['socket'], laggingSince: null }));
  for (const member of members) channels.enter(counted(viewOf(WALL)), member);
  for (const entry of LOG) channels.offer(entry);
  expect(asked).toBe(LOG.length);
  for (const member of members.slice(50)) channels.enter(counted(viewOf(POLICE)), member);
  for (const entry of LOG) channels.offer(entry);
  expect(asked).toBe(3 * LOG.length);
});
