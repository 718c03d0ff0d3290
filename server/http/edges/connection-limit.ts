import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Edge } from '../../domain/network/edge.ts';
import { isLoopback, parseIp } from '../../domain/network/ip-address.ts';

/** At most so many connections an address, WebSockets among them; this machine and believed proxies, which come for everyone, aside (SEC9). */
export function limitConnections(http: Server, edge: Pick<Edge, 'addressOf' | 'isProxy'>, each: number): void {
  const open = new Map<string, number>();
  http.on('connection', (socket: Socket) => {
    const asking = { socket, headers: {} };
    const address = edge.addressOf(asking);
    const parsed = parseIp(address);
    if (!parsed || isLoopback(parsed) || edge.isProxy(asking)) return;
    const held = open.get(address) ?? 0;
    if (held >= each) {
      socket.destroy();
      return;
    }
    open.set(address, held + 1);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left <= 0) open.delete(address);
      else open.set(address, left);
    });
  });
}
