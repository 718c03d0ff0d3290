import type { Socket } from 'socket.io';
import type { Entry } from '../../shared/contract/entry.ts';
import { encodeFrame } from '../../shared/contract/frame.ts';
import type { View } from '../../shared/contract/socket.ts';
import { type EpochMs, type Seq, seq } from '../../shared/model/ids.ts';
import type { LngLat } from '../../shared/model/units.ts';
import { project } from '../../shared/rules/view.ts';
import { framedPing, sharedPacket } from './shared-packet.ts';
import { backlogOf } from './transport.ts';

/** One view's glass: what came in since its last frame, and who looks through it. Projected and encoded once for all of them. */
export type ViewChannel = {
  readonly view: View;
  readonly members: Set<Member>;
  /** Newest number that a frame of this channel covered. */
  readonly sentTo: () => Seq;
  offer(entry: Entry): void;
  /** Sends what waits; nothing came for long: an empty frame. The node's `status` rides along once a second, a ping every few. Returns the entries that went out. */
  flush(head: Seq, now: EpochMs, origin: LngLat, status: () => readonly Buffer[]): Entry[];
};

/** A slow reader's state: it gets no frames while `lagging`, then one fresh snapshot (SLOW1). */
export type Member = { socket: Socket; laggingSince: EpochMs | null };

/** Frames that may wait for one reader: three seconds of them. */
const BACKLOG_MAX = 64;
/** A reader waits no longer than this for a sign of life, and the time until the next look. */
const SILENCE_MS = 750;
const STATUS_EVERY_MS = 1000;
/** Engine.IO asks a reader that has been quiet for 5 s whether it lives. Asked along with a frame before that, it costs no message of its own. */
const PING_EVERY_MS = 4000;

type Parts = { view: View; from: Seq; onLagging: (member: Member) => void };

export function createViewChannel({ view, from, onLagging }: Parts): ViewChannel {
  const members = new Set<Member>();
  let waiting: Entry[] = [];
  let sentTo = from;
  let sentAt = 0;
  let statusAt = 0;
  let pingAt = 0;

  return {
    view,
    members,
    sentTo: () => sentTo,
    offer(entry) {
      const projected = project(view, entry);
      if (projected) waiting.push(projected);
    },
    flush(head, now, origin, status) {
      const entries = waiting;
      if (entries.length === 0 && now - sentAt < SILENCE_MS) return entries;
      waiting = [];
      const isStatusDue = now - statusAt >= STATUS_EVERY_MS;
      const isPingDue = now - pingAt >= PING_EVERY_MS;
      const riders = [...(isStatusDue ? status() : []), ...(isPingDue ? framedPing : [])];
      const packet = sharedPacket('frame:next', encodeFrame(entries, seq(sentTo + 1), head, now, origin), riders);
      sentTo = head;
      sentAt = now;
      if (isStatusDue) statusAt = now;
      if (isPingDue) pingAt = now;
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
