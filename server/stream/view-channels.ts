import type { Entry } from '../../shared/contract/entry.ts';
import type { View } from '../../shared/contract/socket.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { LiveLog } from './live-log.ts';
import { createViewChannel, type Member, type ViewChannel } from './view-channel.ts';

/** The channels of a node, one a view: who looks through the same view shares every projection and encoding. */
export type ViewChannels = {
  /** From the channel's next frame on; what overlaps with what the member has, its client drops. */
  enter(view: View, member: Member): void;
  leave(view: View, member: Member): void;
  offer(entry: Entry): void;
  /** Sends what waits in each; a channel that nobody looks through is forgotten. */
  flush(now: EpochMs, status: () => readonly Buffer[], onSent: (entries: readonly Entry[]) => void): void;
  members(): Iterable<Member>;
  /** Channels that somebody looks through. */
  count(): number;
};

type Parts = { live: Pick<LiveLog, 'head' | 'origin'>; onLagging: (member: Member) => void };

export function createViewChannels({ live, onLagging }: Parts): ViewChannels {
  const channels = new Map<string, ViewChannel>();
  return {
    enter(view, member) {
      let channel = channels.get(view.key);
      if (!channel) {
        channel = createViewChannel({ view, from: live.head(), onLagging });
        channels.set(view.key, channel);
      }
      channel.members.add(member);
    },
    leave: (view, member) => void channels.get(view.key)?.members.delete(member),
    offer(entry) {
      for (const channel of channels.values()) channel.offer(entry);
    },
    flush(now, status, onSent) {
      for (const [key, channel] of channels) {
        if (channel.members.size === 0) channels.delete(key);
        else onSent(channel.flush(live.head(), now, live.origin(), status));
      }
    },
    *members() {
      for (const { members } of channels.values()) yield* members;
    },
    count: () => [...channels.values()].filter(({ members }) => members.size > 0).length,
  };
}
