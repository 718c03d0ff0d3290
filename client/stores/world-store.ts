import { createStore, type StoreApi } from 'zustand/vanilla';
import { KIND_NAMES, type Kind } from '../../shared/contract/entry-data.ts';
import { entriesOf, type Frame, type Table } from '../../shared/contract/frame.ts';
import { BEFORE_FIRST, type Seq } from '../../shared/model/ids.ts';
import { emptyWorld, fold, reachOf, type Snapshot, type World, worldFrom } from '../../shared/rules/fold.ts';
import { waitingRows } from './waiting-rows.ts';

/** Counts how often the entries of a kind changed; React sees these numbers, never the maps behind them. */
export type Versions = Record<Kind, number>;

/** Typed rows as they arrive, before anything is folded: what the map draws from. `null`: the world was replaced, read it whole. */
export type TableListener = (table: Table | null) => void;

export type WorldStore = {
  /**
   * Mutable; read it inside a selector, and let `versions` say when to read again. A slot is looked up for each reading and not
   * kept: looking it up is what makes entries of the rows that wait for it (STORE3).
   */
  readonly world: () => World;
  readonly versions: StoreApi<Versions>;
  applyFrame(frame: Frame): void;
  replace(snapshot: Snapshot): void;
  onTable(kind: Kind, listener: TableListener): () => void;
  /** The numbers of what was folded, ascending, kind by kind, each number once; for what is kept by time and not by subject (glass samples). */
  onFolded(listener: (kind: Kind, seqs: Uint32Array) => void): () => void;
};

type Parts = {
  /** Runs the callback once, before the next paint; tests hand in their own. */
  schedule: (publish: () => void) => void;
};

/**
 * The display's fold of the log. Frames change it at once; those who look are told at most once per paint, however many
 * frames came (STORE2).
 */
export function createWorldStore({ schedule }: Parts): WorldStore {
  let world = emptyWorld();
  let waiting = waitingRows(world);
  const versions = createStore<Versions>(() => Object.fromEntries(KIND_NAMES.map((kind) => [kind, 0])) as Versions);
  const tableListeners = new Map<Kind, Set<TableListener>>();
  const foldedListeners = new Set<(kind: Kind, seqs: Uint32Array) => void>();
  const touched = new Set<Kind>();
  let scheduled = false;

  const publish = (): void => {
    scheduled = false;
    const now = versions.getState();
    const next = { ...now };
    for (const kind of touched) next[kind] = now[kind] + 1;
    touched.clear();
    versions.setState(next, true);
  };
  const touch = (kinds: Iterable<Kind>): void => {
    for (const kind of kinds) touched.add(kind);
    if (scheduled || touched.size === 0) return;
    scheduled = true;
    schedule(publish);
  };

  return {
    world: () => world,
    versions,
    applyFrame(frame) {
      for (const table of frame.tables) for (const listener of tableListeners.get(table.kind) ?? []) listener(table);
      const before = world.seq;
      const waits = waitIn(frame, before);
      for (const entry of entriesOf({ ...frame, tables: frame.tables.filter((table) => !waits.includes(table)) })) {
        if (entry.seq <= world.seq) continue;
        fold(world, entry);
        // A withdrawal or the end of the drill empties slots of other kinds.
        if (entry.kind === 'entity.withdrawn') touch([entry.data.kind as Kind]);
        else if (entry.kind === 'drill.changed') {
          for (const kind of KIND_NAMES) for (const listener of tableListeners.get(kind) ?? []) listener(null);
          touch(KIND_NAMES);
        } else touch([entry.kind]);
      }
      for (const table of waits) {
        waiting.add(table);
        world.seq = later(world.seq, table);
        touch([table.kind]);
      }
      for (const { kind, seq: seqs } of frame.tables) {
        const first = seqs.findIndex((seq) => seq > before);
        if (first >= 0) for (const listener of foldedListeners) listener(kind, seqs.subarray(first));
      }
    },
    replace(snapshot) {
      world = worldFrom(snapshot);
      waiting = waitingRows(world);
      for (const listeners of tableListeners.values()) for (const listener of listeners) listener(null);
      touch(KIND_NAMES);
    },
    onTable(kind, listener) {
      const listeners = tableListeners.get(kind) ?? new Set();
      tableListeners.set(kind, listeners.add(listener));
      return () => listeners.delete(listener);
    },
    onFolded(listener) {
      foldedListeners.add(listener);
      return () => foldedListeners.delete(listener);
    },
  };
}

/**
 * The tables of a frame whose rows need not be folded before somebody reads them: nothing in the frame reaches past its own
 * kind, and they only bring what is newer.
 */
function waitIn({ tables }: Frame, known: Seq): Table[] {
  if (tables.some(({ kind }) => reachOf(kind) === 'world')) return [];
  return tables.filter(({ kind, seq }) => reachOf(kind) === 'slot' && (seq[0] ?? 0) > known);
}

const later = (than: Seq, { seq: seqs }: Table): Seq => Math.max(than, seqs[seqs.length - 1] ?? 0) as Seq;

/** Newest seq among the entries of some kinds: what a tile that shows them has on the glass. */
export function newestSeq(world: World, kinds: readonly Kind[]): Seq {
  let newest = BEFORE_FIRST;
  for (const kind of kinds) for (const entry of world.slots[kind].values()) if (entry.seq > newest) newest = entry.seq;
  return newest;
}
