import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, expect, test } from 'vitest';
import { createConnection } from '../../../client/connection/connection.ts';
import { createServerClock } from '../../../client/connection/server-clock.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { encodeFrame, entriesOf } from '../../../shared/contract/frame.ts';
import { PROTOCOL } from '../../../shared/contract/socket.ts';
import { epochMs, seq } from '../../../shared/model/ids.ts';
import { logFromSeed } from '../../support/log-arbitrary.ts';
import { until } from '../../support/stream-harness.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const bytes = (log: readonly Entry[], from: number, to: number): Buffer =>
  Buffer.from(encodeFrame(log.slice(from - 1, to), seq(from), seq(to), epochMs(0), [106, 20]).buffer);

test('LINK4 after a long cut a new link gets its time: a server that answers late is not cut off again', async () => {
  const log = logFromSeed(52, 10);
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'] });
  let connections = 0;
  io.on('connection', (socket) => {
    connections++;
    const speak = (): void => {
      socket.emit('session:welcome', {
        protocol: PROTOCOL,
        node: 'n',
        serverTime: 0,
        view: {},
        resume: 'snapshot',
        head: 10,
        origin: [106, 20],
        bounds: null,
      });
      socket.emit('snapshot:replace', { frame: bytes(log, 1, 10), history: [], folded: [], reason: 'joined' });
    };
    // The first time at once; then only after several of the client's checks for silence.
    setTimeout(speak, connections === 1 ? 0 : 600);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  closing.push(() => io.close());

  let now = 1_000_000;
  const links: string[] = [];
  const connection = createConnection({
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    screen: 'probe',
    clock: { now: () => epochMs(now), offsetMs: () => 0, measured() {} },
    sink: {
      frame() {},
      snapshot() {},
      link: ({ kind }) => void (links.at(-1) !== kind && links.push(kind)),
      welcome() {},
      view() {},
      status() {},
      clockOffset() {},
    },
  });
  closing.push(() => connection.close());
  await until('live', () => links.at(-1) === 'live');
  now += 30_000;
  connection.cut();
  await until('live again', () => links.filter((kind) => kind === 'live').length === 2);
  expect(connections).toBe(2);
});

test('SEQ5 what it has is dropped, a gap is asked for: every entry is delivered once and in order', async () => {
  const log = logFromSeed(51, 60);
  const http = createServer();
  // A server that misbehaves on purpose: it repeats, overlaps and leaves out.
  const io = new Server(http, { transports: ['websocket'] });
  const asked: number[] = [];
  io.on('connection', (socket) => {
    socket.emit('session:welcome', {
      protocol: PROTOCOL,
      node: 'n',
      serverTime: Date.now(),
      view: {},
      resume: 'snapshot',
      head: 0,
      origin: [106, 20],
      bounds: null,
    });
    socket.emit('snapshot:replace', { frame: bytes(log, 1, 0), history: [], folded: [], reason: 'joined' });
    for (const [from, to] of [
      [1, 10],
      [5, 12],
      [1, 10],
      [21, 30],
    ] as const)
      socket.emit('frame:next', bytes(log, from, to));
    socket.on('range:read', ({ from }: { from: number }, answer: (reply: object) => void) => {
      asked.push(from);
      answer({ bytes: bytes(log, from, 60) });
    });
    socket.on('clock:ping', (_: object, answer: (reply: object) => void) => answer({ serverTime: Date.now() }));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  closing.push(() => io.close());

  const got: number[] = [];
  const links: string[] = [];
  const connection = createConnection({
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    screen: 'probe',
    clock: createServerClock(Date.now),
    sink: {
      frame: (frame) => void got.push(...entriesOf(frame).map((entry) => entry.seq)),
      snapshot() {},
      link: ({ kind }) => void links.push(kind),
      welcome() {},
      view() {},
      status() {},
      clockOffset() {},
    },
  });
  closing.push(() => connection.close());
  await until('the end', () => connection.cursor() === 60);
  expect(asked).toEqual([13]);
  expect(got).toEqual(log.map((entry) => entry.seq));
  expect(links).toContain('resyncing');
});
