import type { Server as HttpServer } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Socket } from 'socket.io';

/** What lies below Socket.IO's socket: packets that wait in Engine.IO, and bytes that wait for the kernel. */
type Connection = {
  writeBuffer: readonly unknown[];
  transport: { socket?: { terminate(): void; _socket?: Pick<NetSocket, 'writableLength'> | null } };
};
const connectionOf = (socket: Pick<Socket, 'conn'>): Connection => socket.conn as unknown as Connection;

/** Packets that wait for this reader. */
export const backlogOf = (socket: Pick<Socket, 'conn'>): number => connectionOf(socket).writeBuffer.length;

export const isDrained = (socket: Pick<Socket, 'conn'>): boolean => backlogOf(socket) === 0;

/** Whether something that was sent still lies on this machine. */
export function hasUnsent(socket: Pick<Socket, 'conn'>): boolean {
  return backlogOf(socket) > 0 || (connectionOf(socket).transport.socket?._socket?.writableLength ?? 0) > 0;
}

/** Ends the connection without another byte: what waits is thrown away. */
export const terminate = (socket: Pick<Socket, 'conn'>): void => connectionOf(socket).transport.socket?.terminate();

export type Transports = {
  /** A half-open reader never answers a close. */
  destroy(): void;
};

/** Every connection that was upgraded, or asks for it. */
export function watchTransports(http: HttpServer): Transports {
  const open = new Set<Duplex>();
  http.on('upgrade', (_, transport) => {
    open.add(transport);
    transport.on('close', () => open.delete(transport));
  });
  return {
    destroy() {
      for (const transport of open) transport.destroy();
    },
  };
}
