import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Entry } from '../../../shared/contract/entry.ts';
import { entriesOf } from '../../../shared/contract/frame.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import { type Handshake, type NodeStatus, PROTOCOL } from '../../../shared/contract/socket.ts';
import { areaCode, type EpochMs, epochMs, seq } from '../../../shared/model/ids.ts';
import { project, viewOf } from '../../../shared/rules/view.ts';
import { type BareClient, helloOf, openBareClient } from '../../support/bare-client.ts';
import { glassReport } from '../../support/glass-report.ts';
import { logFromSeed } from '../../support/log-arbitrary.ts';
import { EVERYTHING, openDisplay, type StreamServer, startStreamServer, until } from '../../support/stream-harness.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';

const DISPLAY: Principal = { ...EVERYTHING, id: 'wall-1', role: 'display' };

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serverWith(
  log: Entry[],
  principals: Record<string, Principal> = {
    everything: EVERYTHING,
    ward: { ...EVERYTHING, id: 'ward', audience: 'visitors' as const, areas: [areaCode('11296')] },
  },
  clock?: () => EpochMs,
): Promise<StreamServer> {
  const server = await startStreamServer(log, principals, 0, clock);
  closing.push(() => server.stop());
  return server;
}

function openBare(port: number, auth: object, headers: Record<string, string> = {}): BareClient {
  const client = openBareClient(port, auth, headers);
  closing.push(() => void client.socket.disconnect());
  return client;
}
const hello = (cursor: number | null, principal: Principal = EVERYTHING): Handshake => helloOf(cursor, principal);
const critical = (number: number): Entry => {
  const entry = logFromSeed(3, 400).find(({ kind }) => kind === 'camera-event.observed') as Entry<'camera-event.observed'>;
  return { ...entry, seq: seq(number), data: { ...entry.data, severity: 'critical' } };
};

test('SEC1 a handshake with no or a foreign Origin is refused, and so is one without a session', async () => {
  const { port } = await serverWith([]);
  const foreign = openBare(port, hello(null), { origin: 'http://evil.example' });
  const none = openBare(port, hello(null), { origin: '' });
  const nobody = openBare(port, hello(null), { cookie: 'who=nobody' });
  await until('all refused', () => [foreign, none, nobody].every(({ got }) => got.has('connect_error')));
  expect(nobody.got.get('connect_error')?.[0]).toHaveProperty('message', 'unauthenticated');
  expect([foreign, none, nobody].some(({ socket }) => socket.connected)).toBe(false);
});

test('SEQ1 a malformed handshake, and another protocol, are refused in words', async () => {
  const { port } = await serverWith([]);
  const malformed = openBare(port, { protocol: PROTOCOL, cursor: -1, screen: 'wall' });
  const unknown = openBare(port, { ...hello(null), admin: true });
  const old = openBare(port, { ...hello(null), protocol: 0 });
  await until('all refused', () => [malformed, unknown, old].every(({ got }) => got.has('session:refused')));
  expect(old.got.get('session:refused')?.[0]).toMatchObject({ code: 'protocol', message: expect.stringContaining('reload') });
  expect(malformed.got.get('session:refused')?.[0]).toMatchObject({ code: 'malformed' });
  await until('cut off', () => [malformed, unknown, old].every(({ socket }) => !socket.connected));
});

test('SEQ2 a cursor in memory resumes with exactly the entries after it, no snapshot', async () => {
  const log = logFromSeed(11, 300);
  const server = await serverWith([]);
  server.take(log);
  const client = openBare(server.port, hello(120));
  await until('caught up', () => client.frames.some(({ to }) => to === 300));
  expect(client.got.has('snapshot:replace')).toBe(false);
  expect(client.frames.flatMap(entriesOf)).toEqual(log.slice(120).map((entry) => project(viewOf(EVERYTHING), entry)));
});

test('SEQ3 a cursor that left memory is served from the log in pages; one of another log gets a snapshot', async () => {
  const log = logFromSeed(12, 8000);
  const server = await serverWith(log); // folded before the start: nothing of it is in memory
  const client = openBare(server.port, hello(500));
  const stranger = openBare(server.port, hello(9999));
  await until('caught up', () => client.frames.some(({ to }) => to === 8000));
  expect(client.frames.flatMap(entriesOf).map((entry) => entry.seq)).toEqual(log.slice(500).map((entry) => entry.seq));
  await until('a snapshot', () => stranger.got.has('snapshot:replace'));
});

test('STREAM1 a tick is one frame: what came within it travels together, from and to without a gap', async () => {
  const log = logFromSeed(13, 200);
  const server = await serverWith([]);
  const client = openBare(server.port, hello(0));
  await until('joined', () => client.frames.length > 0);
  for (const entry of log) {
    server.take([entry]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until('all here', () => client.frames.some(({ to }) => to === 200));
  expect(client.frames.length).toBeLessThan(100);
  client.frames.reduce((expected, { from, to }) => {
    expect(from).toBe(expected);
    return to + 1;
  }, 1);
});

test('STREAM3 a critical entry does not wait for the tick and takes along what waits', async () => {
  const server = await serverWith([]);
  const client = openBare(server.port, hello(0));
  await until('joined', () => client.frames.length > 0);
  const quiet = logFromSeed(14, 60)
    .filter(({ kind }) => kind === 'indicator.valued')
    .slice(0, 3)
    .map((entry, i) => ({ ...entry, seq: seq(i + 1) }));
  server.take(quiet.slice(0, 1));
  await until('the first', () => client.frames.some(({ to }) => to === 1));
  const before = client.frames.length;
  // Within one turn of the loop: the tick of these two has not come when the critical one arrives.
  server.take(quiet.slice(1));
  server.take([critical(4)]);
  await until('the critical one', () => client.frames.some(({ to }) => to === 4));
  expect(client.frames.slice(before).find(({ to }) => to === 4)).toMatchObject({ from: 2 });
});

test('STREAM4 after a second of silence an empty frame says alive, and how far the log stands', async () => {
  const log = logFromSeed(15, 50);
  const server = await serverWith([], {
    everything: EVERYTHING,
    ward: { ...EVERYTHING, id: 'ward', audience: 'visitors', areas: [] },
  });
  const client = openBare(server.port, hello(0), { cookie: 'who=ward' });
  await until('joined', () => client.frames.length > 0);
  server.take(log);
  await until('a heartbeat at the head', () => client.frames.some(({ to }) => to === 50), 3000);
  const passed = client.frames.flatMap(entriesOf);
  expect(passed.every(({ area, classification }) => area === null && classification === 'public')).toBe(true);
  expect(passed.length).toBeLessThan(50);
});

test('STREAM6 a reader is asked with a frame whether it lives, and its answer counts as one to a ping of its own', async () => {
  const server = await serverWith([]);
  const client = openBare(server.port, hello(0));
  let pings = 0;
  client.socket.io.engine.on('packet', ({ type }: { type: string }) => {
    if (type === 'ping') pings++;
  });
  const openedAt = performance.now();
  await until('asked three times', () => pings === 3, 16_000);
  // Engine.IO by itself asks five seconds after the opening and after every answer: 15 s for three, and in between if answers did not count.
  expect(performance.now() - openedAt).toBeGreaterThan(7500);
  expect(performance.now() - openedAt).toBeLessThan(13_000);
  expect(client.socket.connected).toBe(true);
}, 20_000);

test('SLOW1 a reader that does not read gets one fresh snapshot instead of a backlog, and it is counted', async () => {
  const log = logFromSeed(16, 12_000);
  const server = await serverWith([]);
  const proxy = await startTcpProxy(server.port);
  closing.push(() => proxy.close());
  const display = openDisplay(proxy.port);
  closing.push(() => display.connection.close());
  await until('joined', () => display.links.at(-1)?.kind === 'live');
  proxy.stall(true);
  const sent = await fillUntilLagging(server, log);
  proxy.stall(false);
  await until('fresh again', () => display.connection.cursor() === sent, 20_000);
  expect(display.snapshots).toContain('lagging');
  expect(display.doubled()).toBe(0);
});

test('SLOW2 a reader that has not drained 30 s after it fell behind is cut off in words; it was counted once, and every display is told', async () => {
  const log = logFromSeed(16, 12_000);
  let ahead = 0;
  const server = await serverWith([], { everything: EVERYTHING }, () => epochMs(Date.now() + ahead));
  const proxy = await startTcpProxy(server.port);
  closing.push(() => proxy.close());
  const slow = openBare(proxy.port, hello(0));
  const other = openBare(server.port, hello(0));
  await until('both joined', () => slow.frames.length > 0 && other.frames.length > 0);
  proxy.stall(true);
  const sent = await fillUntilLagging(server, log);
  await until('the other one has it all', () => other.frames.at(-1)?.to === sent);
  const told = (): NodeStatus[] => (other.got.get('node:status') ?? []) as NodeStatus[];
  const next = async (): Promise<void> => {
    const before = told().length;
    await until('two more seconds of the node', () => told().length >= before + 2);
  };
  ahead = 20_000;
  await next();
  expect(server.gateway.status().sockets).toBe(2);
  ahead = 31_000;
  await until('cut off', () => server.gateway.status().sockets === 1);
  proxy.stall(false);
  await until('it was told why', () => slow.got.has('session:refused'));
  expect(slow.got.get('session:refused')?.[0]).toMatchObject({ code: 'slow', message: 'nothing was read for 30 s' });
  await until('and let go', () => slow.got.has('disconnect'));
  expect(slow.got.has('snapshot:replace')).toBe(false);
  await next();
  expect(told().at(-1)).toMatchObject({ lagged: 1, sockets: 1 });
  expect(other.frames.flatMap(entriesOf).length).toBe(sent);
});

test('SEQ8 a client more than 20,000 entries behind gets a snapshot instead of a backlog; one just within gets the entries', async () => {
  const log = logFromSeed(18, 20_002);
  const server = await serverWith(log);
  const within = openBare(server.port, hello(2));
  const past = openBare(server.port, hello(1));
  const welcomed = (client: typeof past) => client.got.get('session:welcome')?.[0];
  await until('a snapshot', () => past.got.has('snapshot:replace'));
  expect(welcomed(past)).toMatchObject({ resume: 'snapshot', head: 20_002 });
  await until('all entries', () => within.frames.some(({ to }) => to === 20_002), 30_000);
  expect(welcomed(within)).toMatchObject({ resume: 'entries' });
  expect(within.got.has('snapshot:replace')).toBe(false);
  expect(within.frames.flatMap(entriesOf).map((entry) => entry.seq)).toEqual(log.slice(2).map((entry) => entry.seq));
  // What lies before the snapshot is not sent beside it.
  expect(past.frames.flatMap(entriesOf)).toEqual([]);
});

/** Until the kernel's buffers and the reader's allowance are full; how many entries that took. */
async function fillUntilLagging(server: StreamServer, log: readonly Entry[]): Promise<number> {
  let sent = 0;
  await until(
    'lagging',
    () => {
      const batch = log.slice(sent, sent + 100);
      sent += batch.length;
      for (const entry of batch) server.take([{ ...entry, data: padded(entry) } as Entry]);
      return server.gateway.status().lagged > 0 || sent >= log.length;
    },
    20_000,
  );
  expect(server.gateway.status().lagged).toBe(1);
  return sent;
}
/** Heavy entries fill the pipe with fewer of them. */
const padded = (entry: Entry): unknown =>
  entry.kind === 'field-report.recorded' ? { ...entry.data, summary: 'x'.repeat(4000) } : entry.data;

test('SEC9 messages over 64 KiB and floods are cut off', async () => {
  const server = await serverWith([]);
  const big = openBare(server.port, hello(0));
  const flood = openBare(server.port, hello(0));
  await until('joined', () => big.frames.length > 0 && flood.frames.length > 0);
  big.socket.emit('glass:report', { scene: 'x'.repeat(70_000) });
  for (let i = 0; i < 300; i++) flood.socket.emit('clock:ping', { sentAt: i }, () => {});
  await until('both cut', () => big.got.has('disconnect') && flood.got.has('disconnect'));
  expect(flood.got.get('session:refused')?.[0]).toMatchObject({ code: 'flooding' });
});

test('SEC10 a malformed event is answered with an error, a malformed report cuts its sender off', async () => {
  const server = await serverWith([], { everything: DISPLAY });
  const odd = openBare(server.port, hello(0, DISPLAY));
  await until('joined', () => odd.frames.length > 0);
  odd.socket.emit('range:read', { from: 'x' }, (reply: unknown) => odd.got.set('reply', [reply]));
  await until('an answer', () => odd.got.has('reply'));
  expect(odd.got.get('reply')?.[0]).toHaveProperty('error');
  odd.socket.emit('glass:report', { ...glassReport({ scene: 'x' }), isAdmin: true });
  await until('cut', () => odd.got.has('session:refused'));
});

test('STREAM5 plain HTTP polling is not offered', async () => {
  const { port } = await serverWith([]);
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nConnection: close\r\n\r\n'),
    );
    let text = '';
    socket.on('data', (bytes) => {
      text += String(bytes);
    });
    socket.on('close', () => resolve(text));
  });
  expect(answer).toContain('400');
});

test('GLASS1 what a display reports as painted becomes percentiles of every leg, and is its sign of life', async () => {
  const server = await serverWith([], { everything: DISPLAY });
  const client = openBare(server.port, hello(0, DISPLAY));
  await until('joined', () => client.frames.length > 0);
  const now = Date.now();
  server.take(logFromSeed(17, 1).map((entry) => ({ ...entry, occurredAt: epochMs(now - 30), receivedAt: epochMs(now - 20) })));
  await until('sent', () => client.frames.some(({ to }) => to === 1));
  client.socket.emit(
    'glass:report',
    glassReport({ paintedAt: epochMs(now), tiles: [{ tile: 'map', seq: seq(1) }], samples: [[seq(1), epochMs(now + 100)]] }),
  );
  await until('measured', () => server.gateway.status().glass.samples === 1);
  const { glass, displays } = server.gateway.status();
  expect(glass.toReceived).toEqual({ p50: 10, p95: 10 });
  expect(glass.total).toEqual({ p50: 120, p95: 120 });
  expect(displays).toEqual({ connected: 1, late: 0 });
  expect([...server.alive]).toEqual(['everything']);
});
