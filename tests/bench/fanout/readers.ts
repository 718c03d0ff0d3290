import { randomBytes } from 'node:crypto';
import { connect as dial, type Socket } from 'node:net';
import { decodeFrame } from '../../../shared/contract/frame.ts';
import { PROTOCOL } from '../../../shared/contract/socket.ts';
import { answer, cpuMicros } from '../process/answer.ts';
import type { FanoutReaders, ReaderMark, ServerKind } from './protocol.ts';

/**
 * Readers that cost next to nothing: sockets that speak just enough WebSocket and Socket.IO to join, then read the first bytes of
 * each message and skip the rest.
 */

/** What must lie whole in memory to know a message: `[4 bytes]{"from":…,"to":…` or `451-["snapshot:replace",…`. */
const PEEK = 64;
const READ_BUFFER = 256 * 1024;
const DECODE_EVERY = 97;
const JOIN_MS = 20_000;

type Reader = {
  socket: Socket;
  kind: ServerKind;
  joined: boolean;
  /** Bytes of the present message that are skipped. */
  skip: number;
  rest: Buffer | null;
  attachment: 'frame' | 'snapshot' | null;
  last: number;
  onJoined: () => void;
};

const readers: Reader[] = [];
let delivered = 0;
let bytes = 0;
let missing = 0;
let snapshots = 0;
let frames = 0;
let checked = 0;
/** Whether readers see less than everything. */
let isBounded = false;

/** Client to server, masked with zeros: allowed, and costs nothing (RFC 6455 §5.3). */
function send(socket: Socket, text: string): void {
  const payload = Buffer.from(text);
  const header =
    payload.length < 126
      ? Buffer.from([0x81, 0x80 | payload.length])
      : Buffer.from([0x81, 0xfe, payload.length >> 8, payload.length & 255]);
  socket.write(Buffer.concat([header, Buffer.alloc(4), payload]));
}

const FROM = Buffer.from('{"from":');
const TO = Buffer.from(',"to":');

/** A number that starts at `at`, or after `prefix` when one is given. @throws Error when the bytes say something else. */
function numberAfter(buffer: Buffer, at: number, prefix: Buffer): { value: number; end: number } {
  for (let i = 0; i < prefix.length; i++) if (buffer[at + i] !== prefix[i]) throw new Error('not the header of a frame');
  let end = at + prefix.length;
  let value = 0;
  for (let digit = buffer[end] as number; digit >= 48 && digit <= 57; digit = buffer[++end] as number) value = value * 10 + digit - 48;
  return { value, end };
}

function frameCame(reader: Reader, buffer: Buffer, at: number, length: number): void {
  const from = numberAfter(buffer, at + 4, FROM);
  const to = numberAfter(buffer, from.end, TO).value;
  if (from.value > reader.last + 1) missing += from.value - reader.last - 1;
  if (to > reader.last) {
    delivered += to - reader.last;
    reader.last = to;
  }
  if (++frames % DECODE_EVERY !== 0 || at + length > buffer.length || to < from.value) return;
  const rows = decodeFrame(buffer.subarray(at, at + length)).tables.reduce((sum, table) => sum + table.length, 0);
  const covered = to - from.value + 1;
  if (isBounded ? rows > covered : rows !== covered) throw new Error(`a frame of ${from.value}–${to} holds ${rows} rows`);
  checked++;
}

function messageCame(reader: Reader, opcode: number, buffer: Buffer, at: number, length: number): void {
  if (opcode === 2) {
    if (reader.kind === 'ws' || reader.attachment === 'frame') frameCame(reader, buffer, at, length);
    else if (reader.attachment === 'snapshot') {
      const from = numberAfter(buffer, at + 4, FROM);
      const to = numberAfter(buffer, from.end, TO).value;
      if (reader.joined) snapshots++;
      reader.last = to;
    } else throw new Error('bytes that nothing announced');
    if (reader.kind === 'ours' && !reader.joined && reader.attachment === 'frame') joined(reader);
    reader.attachment = null;
    return;
  }
  if (opcode !== 1) throw new Error(`a WebSocket frame with opcode ${opcode}`);
  const type = buffer[at];
  // '2' ping, '0' open, '4' message: then '0' connected, '2' event, '5' event with bytes.
  if (type === 50) send(reader.socket, '3');
  else if (type === 48)
    send(
      reader.socket,
      reader.kind === 'ours' ? `40${JSON.stringify({ protocol: PROTOCOL, cursor: null, view: null, screen: 'probe' })}` : '40',
    );
  else if (type === 52) {
    const kind = buffer[at + 1];
    if (kind === 48 && reader.kind === 'plain') joined(reader);
    else if (kind === 50 && reader.kind === 'plain') {
      delivered++;
      reader.last++;
    } else if (kind === 53) {
      const announced = buffer.toString('latin1', at + 5, at + 9);
      if (announced === '"fra') reader.attachment = 'frame';
      else if (announced === '"sna') reader.attachment = 'snapshot';
      else throw new Error(`an unknown event: ${buffer.toString('latin1', at, at + 40)}`);
    } else if (kind === 52) throw new Error(`refused: ${buffer.toString('latin1', at, at + Math.min(length, 200))}`);
  } else throw new Error(`an unknown packet: ${buffer.toString('latin1', at, at + 20)}`);
}

function joined(reader: Reader): void {
  reader.joined = true;
  reader.onJoined();
}

/** Reads WebSocket frames (server to client: unmasked) out of what came; keeps what is too short to be known. */
function take(reader: Reader, chunk: Buffer): void {
  let buffer = chunk;
  if (reader.rest) {
    buffer = Buffer.concat([reader.rest, chunk]);
    reader.rest = null;
  }
  let at = 0;
  while (at < buffer.length) {
    if (reader.skip > 0) {
      const skipped = Math.min(reader.skip, buffer.length - at);
      reader.skip -= skipped;
      at += skipped;
      continue;
    }
    const left = buffer.length - at;
    const short = (buffer[at + 1] as number) & 0x7f;
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    const length = left < header ? 0 : short < 126 ? short : short === 126 ? buffer.readUInt16BE(at + 2) : buffer.readUInt32BE(at + 6);
    if (left < header || left - header < Math.min(length, PEEK)) {
      // The read buffer is used again at once.
      reader.rest = Buffer.from(buffer.subarray(at));
      return;
    }
    messageCame(reader, (buffer[at] as number) & 0x0f, buffer, at + header, length);
    at += header;
    reader.skip = length;
  }
}

/** All sockets share one buffer: it is read through before the next one is read. */
const shared = Buffer.alloc(READ_BUFFER);

function join(kind: ServerKind, port: number, who: number): Promise<void> {
  return new Promise((done, failed) => {
    let upgrading: Buffer | null = Buffer.alloc(0);
    const late = setTimeout(() => failed(new Error('a reader could not join in time')), JOIN_MS);
    const onBytes = (count: number, buffer: Uint8Array): boolean => {
      bytes += count;
      const chunk = Buffer.from(buffer.buffer, buffer.byteOffset, count);
      if (upgrading === null) {
        take(reader, chunk);
        return true;
      }
      upgrading = Buffer.concat([upgrading, chunk]);
      const end = upgrading.indexOf('\r\n\r\n');
      if (end < 0) return true;
      const head = upgrading.toString('latin1', 0, end);
      if (!head.startsWith('HTTP/1.1 101')) throw new Error(head);
      const first = upgrading.subarray(end + 4);
      upgrading = null;
      if (kind === 'ws') joined(reader);
      if (first.length > 0) take(reader, first);
      return true;
    };
    const socket = dial({ port, host: '127.0.0.1', onread: { buffer: shared, callback: onBytes } });
    const reader: Reader = {
      socket,
      kind,
      joined: false,
      skip: 0,
      rest: null,
      attachment: null,
      last: 0,
      onJoined: () => {
        clearTimeout(late);
        readers.push(reader);
        done();
      },
    };
    socket.setNoDelay(true);
    socket.on('error', failed);
    socket.on('close', () => {
      failed(new Error('a reader was cut off'));
      if (readers.includes(reader)) readers.splice(readers.indexOf(reader), 1);
    });
    socket.write(
      [
        `GET ${kind === 'ws' ? '/' : '/socket.io/?EIO=4&transport=websocket'} HTTP/1.1`,
        `Host: 127.0.0.1:${port}`,
        `Origin: http://127.0.0.1:${port}`,
        `Cookie: who=${who}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        '\r\n',
      ].join('\r\n'),
    );
  });
}

const AT_ONCE = 50;

answer({
  async connect({ kind, port, count, views }) {
    isBounded = views > 1;
    for (let i = 0; i < count; i += AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - i) }, (_, n) => join(kind, port, (i + n) % views)));
    }
  },
  mark(): ReaderMark {
    let slowest = Number.POSITIVE_INFINITY;
    let newest = 0;
    for (const { last } of readers) {
      slowest = Math.min(slowest, last);
      newest = Math.max(newest, last);
    }
    return {
      atMs: performance.now(),
      cpuMicros: cpuMicros(),
      connected: readers.length,
      delivered,
      bytes,
      slowest: readers.length > 0 ? slowest : 0,
      newest,
      missing,
      snapshots,
      checked,
    };
  },
} satisfies FanoutReaders);
