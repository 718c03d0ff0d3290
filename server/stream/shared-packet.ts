import type { Socket as NetSocket } from 'node:net';
import type { Socket } from 'socket.io';
import { Encoder, PacketType } from 'socket.io-parser';
import type { ServerEvents } from '../../shared/contract/socket.ts';

/** Socket.IO events as the bytes that go on the wire, made once for everyone who gets them: a delivery costs one system call. */
export type SharedPacket = { size: number; deliver(socket: Socket): void };

type EnginePacket = { type: 'message'; data: string; options: { compress: false; wsPreEncodedFrame: Buffer[] } };
/**
 * The part of Engine.IO's socket that takes packets already framed (its own broadcast adapter uses the same door), and what tells
 * that nothing waits before them.
 */
type EngineSocket = {
  readyState: string;
  writeBuffer: unknown[];
  transport: { writable: boolean; socket?: { _socket?: Pick<NetSocket, 'write' | 'writableLength' | 'writable'> } };
  sendPacket(type: 'message', data: string, options: EnginePacket['options']): void;
};

const encoder = new Encoder();

/** An unmasked, unfragmented WebSocket frame (RFC 6455 §5.2). */
function frame(payload: Buffer, opcode: 1 | 2): Buffer[] {
  const { length } = payload;
  let header: Buffer;
  if (length < 126) header = Buffer.from([0x80 | opcode, length]);
  else if (length < 65_536) {
    header = Buffer.from([0x80 | opcode, 126, 0, 0]);
    header.writeUInt16BE(length, 2);
  } else {
    header = Buffer.from([0x80 | opcode, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
    header.writeUIntBE(length, 4, 6);
  }
  return [header, payload];
}

/** An event with a plain argument, framed. Stock Socket.IO clients read it as any other event. */
export function framedEvent<E extends keyof ServerEvents>(event: E, argument: Parameters<ServerEvents[E]>[0]): Buffer[] {
  const [text] = encoder.encode({ type: PacketType.EVENT, nsp: '/', data: [event, argument] }) as [string];
  return frame(Buffer.from(`4${text}`), 1);
}

/** Engine.IO's ping, framed. Its answer counts as one to a ping of Engine.IO's own, which then has no need to ask. */
export const framedPing: readonly Buffer[] = frame(Buffer.from('2'), 1);

/** The texts that announce an attachment, framed: they are the same every time. */
const announcements = new Map<keyof ServerEvents, { text: string; framed: readonly Buffer[] }>();
function announcement(event: keyof ServerEvents): { text: string; framed: readonly Buffer[] } {
  let known = announcements.get(event);
  if (!known) {
    const [text] = encoder.encode({ type: PacketType.EVENT, nsp: '/', data: [event, Buffer.alloc(0)] }) as [string, Buffer];
    known = { text, framed: [Buffer.concat(frame(Buffer.from(`4${text}`), 1))] };
    announcements.set(event, known);
  }
  return known;
}

/**
 * An event with one binary argument: two WebSocket frames, the text that announces it and the attachment. `riders`, framed
 * before, go along in the same write.
 */
export function sharedPacket(event: keyof ServerEvents, bytes: Uint8Array, riders: readonly Buffer[] = []): SharedPacket {
  const attachment = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { text, framed } = announcement(event);
  const wire = Buffer.concat([...framed, ...frame(attachment, 2), ...riders]);
  const options = { compress: false as const, wsPreEncodedFrame: [wire] };
  return {
    size: wire.length,
    deliver(socket) {
      const engine = socket.conn as unknown as EngineSocket;
      const { transport } = engine;
      const wireOut = transport.socket?._socket;
      // Nothing waits, in Engine.IO or below: the bytes go straight out. Else they queue where a backlog is counted.
      if (
        wireOut?.writable &&
        wireOut.writableLength === 0 &&
        transport.writable &&
        engine.writeBuffer.length === 0 &&
        engine.readyState === 'open'
      ) {
        wireOut.write(wire);
      } else engine.sendPacket('message', text, options);
    },
  };
}
