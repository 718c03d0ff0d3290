import type { Entry } from '../../shared/contract/entry.ts';
import { encodeFrame } from '../../shared/contract/frame.ts';
import type { SnapshotMessage, View } from '../../shared/contract/socket.ts';
import { type EpochMs, type Seq, seq } from '../../shared/model/ids.ts';
import type { LngLat } from '../../shared/model/units.ts';
import { fold, snapshotOf, type World } from '../../shared/rules/fold.ts';
import { projectSnapshot } from '../../shared/rules/project-snapshot.ts';
import { createRecentEntries, type RecentEntries } from './recent-entries.ts';

/** What this node knows of the log: its fold and its newest entries. Everything it sends is cut from these two. */
export type LiveLog = {
  readonly world: () => World;
  readonly head: () => Seq;
  readonly recent: RecentEntries;
  readonly origin: () => LngLat;
  take(entry: Entry): void;
  /** A view's whole picture at or past `atLeast`, made at most once a second where that allows, and shared: `seq` says how old it is. */
  snapshot(view: View, now: EpochMs, atLeast: Seq): { seq: Seq; message: Omit<SnapshotMessage, 'reason'> };
};

const RECENT_MAX = 50_000;
const SNAPSHOT_AGE_MS = 1000;
/** Until a centre is defined: the middle of Việt Nam. */
const DEFAULT_ORIGIN: LngLat = [106, 16];

export function createLiveLog(start: World): LiveLog {
  const world = start;
  const recent = createRecentEntries(RECENT_MAX);
  const snapshots = new Map<string, { at: EpochMs; seq: Seq; message: Omit<SnapshotMessage, 'reason'> }>();
  let head = start.seq;

  const origin = (): LngLat => world.slots['centre.defined'].values().next().value?.data.origin ?? DEFAULT_ORIGIN;
  return {
    world: () => world,
    head: () => head,
    recent,
    origin,
    take(entry) {
      if (entry.seq !== head + 1) throw new Error(`the log is dense: ${entry.seq} cannot follow ${head}`);
      fold(world, entry);
      recent.push(entry);
      head = entry.seq;
    },
    snapshot(view, now, atLeast) {
      const kept = snapshots.get(view.key);
      // Usable as long as memory still holds what came after it.
      if (kept && kept.seq >= atLeast && now - kept.at < SNAPSHOT_AGE_MS && recent.between(kept.seq, head)) return kept;
      const { entries, history, folded } = projectSnapshot(view, snapshotOf(world));
      const made = { at: now, seq: head, message: { frame: encodeFrame(entries, seq(1), head, now, origin()), history, folded } };
      for (const [key, old] of snapshots) if (now - old.at > SNAPSHOT_AGE_MS) snapshots.delete(key);
      snapshots.set(view.key, made);
      return made;
    },
  };
}
