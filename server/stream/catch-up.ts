import type { Socket } from 'socket.io';
import type { Entry } from '../../shared/contract/entry.ts';
import { encodeFrame } from '../../shared/contract/frame.ts';
import type { ClientEvents, ServerEvents, SnapshotMessage, View } from '../../shared/contract/socket.ts';
import { type EpochMs, type Seq, seq } from '../../shared/model/ids.ts';
import { project } from '../../shared/rules/view.ts';
import type { Caller } from '../domain/access/ports.ts';
import type { LiveLog } from './live-log.ts';
import type { Member } from './view-channel.ts';

/** Who sits at a socket, and what it is shown. */
export type SocketData = { caller: Caller; view: View; member: Member };
export type GatewaySocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

/** How one reader is brought to the head: by the entries it lacks, or by a fresh picture. */
export type CatchUp = {
  /** Sends the log after a cursor in pages until the rest is in memory; the cursor it came to, or null when the reader left or is shown another view. */
  pages(socket: GatewaySocket, after: Seq): Promise<Seq | null>;
  /** One frame from after the cursor to the head, or null when its beginning has left memory. */
  rest(view: View, after: Seq): Uint8Array | null;
  /** The whole picture, then what came since it was made. `atLeast`: what the reader may have; its picture never goes back. */
  fresh(socket: GatewaySocket, reason: SnapshotMessage['reason'], atLeast: Seq): void;
};

const PAGE = 5000;

type Parts = { live: LiveLog; read: (after: Seq, limit: number) => Promise<Entry[]>; clock: () => EpochMs };

export function createCatchUp({ live, read, clock }: Parts): CatchUp {
  const encode = (view: View, entries: readonly Entry[], after: Seq, to: Seq): Uint8Array => {
    const visible = entries.flatMap((entry) => project(view, entry) ?? []);
    return Buffer.from(encodeFrame(visible, seq(after + 1), to, clock(), live.origin()).buffer);
  };
  const rest = (view: View, after: Seq): Uint8Array | null => {
    const entries = live.recent.between(after, live.head());
    return entries && encode(view, entries, after, live.head());
  };

  return {
    async pages(socket, after) {
      const { view } = socket.data;
      let position = after;
      while (live.recent.between(position, live.head()) === null) {
        const page = await read(position, PAGE);
        const last = page.at(-1);
        if (!socket.connected || socket.data.view.key !== view.key) return null;
        if (!last) break;
        socket.emit('frame:next', encode(view, page, position, last.seq));
        position = last.seq;
      }
      return position;
    },
    rest,
    fresh(socket, reason, atLeast) {
      const { seq: at, message } = live.snapshot(socket.data.view, clock(), atLeast);
      socket.emit('snapshot:replace', { ...message, frame: Buffer.from(message.frame as Uint8Array), reason });
      const since = rest(socket.data.view, at);
      if (since) socket.emit('frame:next', since);
    },
  };
}
