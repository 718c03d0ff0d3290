import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';

/** A link that can be cut, held (half-open: nothing flows, nothing closes) and let through, between clients and one server. */
export type TcpProxy = {
  port: number;
  /** Where new connections go. */
  target(port: number): void;
  cutAll(): void;
  hold(on: boolean): void;
  /** Reads nothing from the server: its buffers fill, as behind a slow reader. Nothing is lost. */
  stall(on: boolean): void;
  close(): Promise<void>;
};

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  let target = targetPort;
  let held = false;
  const pairs = new Set<[Socket, Socket]>();
  const server = createServer((inner) => {
    const outer = dial(target, '127.0.0.1');
    const pair: [Socket, Socket] = [inner, outer];
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      inner.destroy();
      outer.destroy();
    };
    // Bytes that arrive while the link is held are lost with it: it is cut before it is let go.
    for (const [from, to] of [pair, [outer, inner]] as const) {
      from.on('data', (bytes) => {
        if (!held) to.write(bytes);
      });
      from.on('error', end);
      from.on('close', end);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cutAll = (): void => {
    for (const [inner, outer] of pairs) {
      inner.destroy();
      outer.destroy();
    }
  };
  return {
    port: (server.address() as AddressInfo).port,
    target(port) {
      target = port;
    },
    cutAll,
    hold(on) {
      if (held && !on) cutAll();
      held = on;
    },
    stall(on) {
      for (const [, outer] of pairs) on ? outer.pause() : outer.resume();
    },
    async close() {
      cutAll();
      server.close();
      await once(server, 'close');
    },
  };
}
