import type { Entry, NewEntry } from '../../shared/contract/entry.ts';
import type { Kind } from '../../shared/contract/entry-data.ts';
import type { World } from '../../shared/rules/fold.ts';
import { aheadOf, type Standing, standingOf } from '../domain/intake/standing.ts';

export type RecentPast = {
  remember(entries: readonly Entry[]): void;
  /** What is known now: the world, what was committed and is not folded yet, and what has ended and left the picture. */
  standing(): Standing;
};

/** More than this between a commit and its fold, and the node has other troubles. */
const MAX_UNFOLDED = 20_000;

/**
 * The two things that the world does not know. It lags a tick behind the log; and it lets ended camera events go, whose late
 * messages would otherwise come back as events that never end (CAM2). `maxEnded` of those are kept by this node, newest first.
 */
export function createRecentPast(world: () => World, maxEnded: number): RecentPast {
  let unfolded: Entry[] = [];
  const ended = new Map<string, Entry<'camera-event.observed'>>();

  const keepEnded = (entry: Entry): void => {
    if (entry.kind === 'entity.withdrawn') {
      if (entry.data.kind === 'camera-event.observed') ended.delete(entry.id);
      return;
    }
    if (entry.kind !== 'camera-event.observed' || entry.data.phase !== 'end') return;
    ended.delete(entry.id);
    ended.set(entry.id, entry);
    if (ended.size <= maxEnded) return;
    const oldest = ended.keys().next().value;
    if (oldest !== undefined) ended.delete(oldest);
  };
  const withEnded = (below: Standing): Standing => ({
    newest<K extends Kind>(kind: K, id: string): NewEntry<K> | undefined {
      const present = below.newest(kind, id);
      if (present || kind !== 'camera-event.observed') return present;
      return ended.get(id) as NewEntry<K> | undefined;
    },
    each: below.each,
  });

  return {
    remember(entries) {
      for (const entry of entries) {
        unfolded.push(entry);
        keepEnded(entry);
      }
    },
    standing() {
      const now = world();
      unfolded = unfolded.filter((entry) => entry.seq > now.seq).slice(-MAX_UNFOLDED);
      const below = withEnded(standingOf(now));
      if (unfolded.length === 0) return below;
      const ahead = aheadOf(below);
      for (const entry of unfolded) ahead.put(entry);
      return ahead;
    },
  };
}
