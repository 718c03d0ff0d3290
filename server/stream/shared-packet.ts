import type { Socket } from 'socket.io';
import { Encoder, PacketType } from 'socket.io-parser';
import { WebSocket } from 'ws';
import type { ServerEvents } from '../../shared/contract/socket.ts';

/**
 * One Socket.IO event with one binary argument, as the bytes that go on the wire, made once for everyone who gets it. A
 * binary event is two WebSocket frames (the text that announces it, then the attachment); both lie in one buffer, so that a
 * delivery costs one system call. Stock Socket.IO clients read it as any other event.
 */
export type SharedPacket = { size: number; deliver(socket: Socket): void };

type EnginePacket = { type: 'message'; data: string; options: { compress: false; wsPreEncodedFrame: Buffer[] } };
/** The part of Engine.IO's socket that takes packets already framed; its own broadcast adapter uses the same door. */
type EngineSocket = { sendPacket(type: 'message', data: string, options: EnginePacket['options']): void };

const encoder = new Encoder();
const frame = (data: Buffer, opcode: 1 | 2): Buffer[] =>
  (WebSocket as unknown as { Sender: { frame(data: Buffer, options: object): Buffer[] } }).Sender.frame(data, {
    fin: true,
    rsv1: false,
    opcode,
    mask: false,
    readOnly: true,
  });

export function sharedPacket(event: keyof ServerEvents, bytes: Uint8Array): SharedPacket {
  const attachment = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [text] = encoder.encode({ type: PacketType.EVENT, nsp: '/', data: [event, attachment] }) as [string, Buffer];
  const wire = Buffer.concat([...frame(Buffer.from(`4${text}`), 1), ...frame(attachment, 2)]);
  const options = { compress: false as const, wsPreEncodedFrame: [wire] };
  return {
    size: wire.length,
    deliver: (socket) => (socket.conn as unknown as EngineSocket).sendPacket('message', text, options),
  };
}
