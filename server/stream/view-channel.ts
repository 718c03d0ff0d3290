import type { Socket } from 'socket.io';
import type { Entry } from '../../shared/contract/entry.ts';
import { encodeFrame } from '../../shared/contract/frame.ts';
import type { View } from '../../shared/contract/socket.ts';
import { type EpochMs, type Seq, seq } from '../../shared/model/ids.ts';
import type { LngLat } from '../../shared/model/units.ts';
import { project } from '../../shared/rules/view.ts';
import { sharedPacket } from './shared-packet.ts';

/** One view's glass: what came in since its last frame, and who looks through it. Projected and encoded once for all of them. */
export type ViewChannel = {
  readonly view: View;
  readonly members: Set<Member>;
  /** Newest number that a frame of this channel covered. */
  readonly sentTo: () => Seq;
  offer(entry: Entry): void;
  /** Sends what waits, or with `heartbeat` an empty frame too. Returns the entries that went out. */
  flush(head: Seq, now: EpochMs, origin: LngLat, heartbeat: boolean): Entry[];
};

/** A slow reader's state: it gets no frames while `lagging`, then one fresh snapshot (SLOW1). */
export type Member = { socket: Socket; laggingSince: EpochMs | null };

/** Frames that may wait for one reader: three seconds of them. */
const BACKLOG_MAX = 64;

const backlogOf = (socket: Socket): number => (socket.conn as unknown as { writeBuffer: unknown[] }).writeBuffer.length;
export const isDrained = (socket: Socket): boolean => backlogOf(socket) === 0;

type Parts = { view: View; from: Seq; onLagging: (member: Member) => void };

export function createViewChannel({ view, from, onLagging }: Parts): ViewChannel {
  const members = new Set<Member>();
  let waiting: Entry[] = [];
  let sentTo = from;

  return {
    view,
    members,
    sentTo: () => sentTo,
    offer(entry) {
      const projected = project(view, entry);
      if (projected) waiting.push(projected);
    },
    flush(head, now, origin, heartbeat) {
      const entries = waiting;
      if (entries.length === 0 && !heartbeat) return entries;
      waiting = [];
      const packet = sharedPacket('frame:next', encodeFrame(entries, seq(sentTo + 1), head, now, origin));
      sentTo = head;
      for (const member of members) {
        if (member.laggingSince !== null) continue;
        if (backlogOf(member.socket) >= BACKLOG_MAX) {
          member.laggingSince = now;
          onLagging(member);
        } else packet.deliver(member.socket);
      }
      return entries;
    },
  };
}
