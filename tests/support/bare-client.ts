import { io, type Socket } from 'socket.io-client';
import { decodeFrame, type Frame } from '../../shared/contract/frame.ts';
import type { Principal } from '../../shared/contract/principal.ts';
import { type Handshake, PROTOCOL } from '../../shared/contract/socket.ts';
import { seq } from '../../shared/model/ids.ts';
import { viewOf } from '../../shared/rules/view.ts';

/** A bare Socket.IO client: what a stranger, or our own client of another version, may send; everything that came, as it came. */
export type BareClient = {
  socket: Socket;
  frames: Frame[];
  /** By event, in order. */
  got: Map<string, unknown[]>;
  /** Every event with its first argument, in order. */
  order: { event: string; body: unknown }[];
};

export function openBareClient(port: number, auth: object, headers: Record<string, string> = {}): BareClient {
  const socket = io(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth,
    extraHeaders: { origin: `http://127.0.0.1:${port}`, cookie: 'who=everything', ...headers },
  });
  const frames: Frame[] = [];
  const got = new Map<string, unknown[]>();
  const order: BareClient['order'] = [];
  const note = (event: string, body: unknown): void => {
    order.push({ event, body });
    got.set(event, [...(got.get(event) ?? []), body]);
  };
  socket.onAny((event: string, body: unknown) => {
    note(event, body);
    if (event === 'frame:next') frames.push(decodeFrame(body as Uint8Array));
  });
  for (const event of ['connect_error', 'disconnect'] as const) socket.on(event, (body: unknown) => note(event, body));
  return { socket, frames, got, order };
}

/** The handshake of who has folded up to `cursor` through its own view. */
export const helloOf = (cursor: number | null, principal: Principal): Handshake => ({
  protocol: PROTOCOL,
  cursor: cursor === null ? null : seq(cursor),
  view: cursor === null ? null : viewOf(principal).key,
  screen: 'probe',
});
