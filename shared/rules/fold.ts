import type { Entry } from '../contract/entry.ts';
import type { Kind } from '../contract/entry-data.ts';
import { BEFORE_FIRST, type Seq } from '../model/ids.ts';

/**
 * The live picture: for each kind the newest entry of each subject, with short histories and the count of what was folded
 * away. Server and clients fold with this same code, so a snapshot anywhere plus the entries after it is the live picture.
 */
export type World = {
  seq: Seq;
  slots: { [K in Kind]: Map<string, Entry<K>> };
  /** Indicator values by subject: [asOf, value], oldest first. */
  history: Map<string, HistoryPoint[]>;
  /** Finished subjects that left the picture, by bucket. */
  folded: Map<string, number>;
  finished: Map<string, Map<string, Seq>>;
};
export type HistoryPoint = [asOf: number, value: number | null];

/** Raised when folding changes its meaning: checkpoints of another version are not read. */
export const FOLD_VERSION = 1;

/** Indicator values kept for a sparkline. */
export const HISTORY_MAX = 96;

/**
 * A kind that would grow without end says which subjects are finished and how many of them stay. A bucket holds one area and
 * one classification at most, because no view splits those: that is what makes folding commute with projecting (FOLD3).
 */
type KeepRule<K extends Kind> = { finished: (entry: Entry<K>) => boolean; max: number; within: (entry: Entry<K>) => string };
const KEEP: { [K in Kind]?: KeepRule<K> } = {
  'camera-event.observed': { finished: (e) => e.data.phase === 'end', max: 8, within: (e) => e.data.cameraId },
  'field-report.recorded': {
    finished: (e) => ['closed', 'returned', 'withdrawn'].includes(e.data.state),
    max: 12,
    within: () => '',
  },
};

export function emptyWorld(): World {
  return {
    seq: BEFORE_FIRST,
    slots: {
      'centre.defined': new Map(),
      'area.defined': new Map(),
      'boundaries.imported': new Map(),
      'camera.registered': new Map(),
      'camera.state': new Map(),
      'camera-event.observed': new Map(),
      'field-report.recorded': new Map(),
      'indicator.defined': new Map(),
      'indicator.valued': new Map(),
      'sensor.observed': new Map(),
      'source.registered': new Map(),
      'source.state': new Map(),
      'drill.changed': new Map(),
      'entity.withdrawn': new Map(),
      'wall.defined': new Map(),
      'scene.published': new Map(),
      'wall.directed': new Map(),
      'wall.controlled': new Map(),
      'wall.focused': new Map(),
      'wall.triggered': new Map(),
      'display.commanded': new Map(),
      'display.state': new Map(),
      'briefing.frozen': new Map(),
    },
    history: new Map(),
    folded: new Map(),
    finished: new Map(),
  };
}

/** What an entry of a kind brings with it besides its place in its slot, within its kind. */
const BOOKS: { [K in Kind]?: (world: World, entry: Entry<K>) => void } = {
  'indicator.valued': (world, { id, data }) => {
    const points = world.history.get(id) ?? [];
    points.push([data.asOf, data.value]);
    if (points.length > HISTORY_MAX) points.shift();
    world.history.set(id, points);
  },
};

/** Kinds whose entries change the slots of other kinds. */
const SWEEPS: { [K in Kind]?: (world: World, entry: Entry<K>) => void } = {
  'entity.withdrawn': (world, { id, data }) => remove(world, data.kind as Kind, id),
  'drill.changed': (world, { data }) => {
    if (data.state === 'ended') clearDrill(world);
  },
};

/**
 * How far an entry of a kind reaches: into its own `slot` alone, where the newest of a subject is all that counts; into the
 * books of its `kind` besides; or into the slots of other kinds, the whole `world`.
 */
export type Reach = 'slot' | 'kind' | 'world';
export const reachOf = (kind: Kind): Reach => (kind in SWEEPS ? 'world' : kind in BOOKS || kind in KEEP ? 'kind' : 'slot');

const bucketOf = <K extends Kind>(rule: KeepRule<K>, entry: Entry<K>): string =>
  `${entry.kind}|${entry.area ?? ''}|${entry.classification}|${rule.within(entry)}`;

/** Folds one entry in, in place. Entries at or below `world.seq` are old news and change nothing. */
export function fold<K extends Kind>(world: World, entry: Entry<K>): void {
  if (entry.seq <= world.seq) return;
  world.seq = entry.seq;
  // A withdrawal takes from a slot, and has none of its own.
  if (entry.kind !== 'entity.withdrawn') place(world, entry);
  BOOKS[entry.kind]?.(world, entry);
  SWEEPS[entry.kind]?.(world, entry);
}

/** Puts an entry into its slot and lets the oldest finished one of its bucket go. */
function place<K extends Kind>(world: World, entry: Entry<K>): void {
  const slot = world.slots[entry.kind] as Map<string, Entry>;
  const before = slot.get(entry.id) as Entry<K> | undefined;
  slot.set(entry.id, entry as Entry);
  const rule = KEEP[entry.kind] as KeepRule<K> | undefined;
  if (!rule) return;
  if (before && rule.finished(before)) world.finished.get(bucketOf(rule, before))?.delete(entry.id);
  if (!rule.finished(entry)) return;
  const bucket = bucketOf(rule, entry);
  let finished = world.finished.get(bucket);
  if (!finished) {
    finished = new Map();
    world.finished.set(bucket, finished);
  }
  finished.set(entry.id, entry.seq);
  if (finished.size <= rule.max) return;
  const oldest = finished.keys().next().value as string;
  finished.delete(oldest);
  slot.delete(oldest);
  world.folded.set(bucket, (world.folded.get(bucket) ?? 0) + 1);
}

function remove(world: World, kind: Kind, id: string): void {
  const entry = world.slots[kind]?.get(id) as Entry | undefined;
  if (!entry) return;
  const rule = KEEP[kind] as KeepRule<Kind> | undefined;
  if (rule) world.finished.get(bucketOf(rule, entry))?.delete(id);
  world.slots[kind].delete(id);
  if (kind === 'indicator.valued') world.history.delete(id);
}

/** The drill ends: everything it made leaves the live picture (the log keeps it). */
function clearDrill(world: World): void {
  for (const kind of Object.keys(world.slots) as Kind[]) {
    if (kind === 'drill.changed') continue;
    for (const [id, entry] of world.slots[kind]) if (entry.drill) remove(world, kind, id);
  }
  world.folded.clear();
}

/** A world as data, in log order; `worldFrom` is its inverse. */
export type Snapshot = { seq: Seq; entries: Entry[]; history: [string, HistoryPoint[]][]; folded: [string, number][] };

export function snapshotOf(world: World): Snapshot {
  const entries: Entry[] = [];
  for (const slot of Object.values(world.slots)) for (const entry of slot.values()) entries.push(entry as Entry);
  entries.sort((a, b) => a.seq - b.seq);
  return {
    seq: world.seq,
    entries,
    history: [...world.history].map(([id, points]): [string, HistoryPoint[]] => [id, points.map(([t, v]) => [t, v])]).sort(byKey),
    folded: [...world.folded].sort(byKey),
  };
}
const byKey = (a: readonly [string, unknown], b: readonly [string, unknown]): number => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);

export function worldFrom(snapshot: Snapshot): World {
  const world = emptyWorld();
  for (const entry of snapshot.entries) place(world, entry);
  world.history = new Map(snapshot.history.map(([id, points]) => [id, points.map(([t, v]): HistoryPoint => [t, v])]));
  world.folded = new Map(snapshot.folded);
  world.seq = snapshot.seq;
  return world;
}
