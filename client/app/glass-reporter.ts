import { KIND_NAMES, type Kind } from '../../shared/contract/entry-data.ts';
import type { GlassReport } from '../../shared/contract/socket.ts';
import { BEFORE_FIRST, type EpochMs, type Seq } from '../../shared/model/ids.ts';
import type { World } from '../../shared/rules/fold.ts';
import type { Connection } from '../connection/connection.ts';
import { newestSeq, type WorldStore } from '../stores/world-store.ts';

/** What a screen tells after it painted: what it follows, which tiles stand there whole, and which kinds of entries each of them shows. */
export type Painted = Pick<GlassReport, 'scene' | 'sceneRevision' | 'direction' | 'switchedAt' | 'preparedMs' | 'replaying' | 'broken'> & {
  tiles: readonly { tile: string; kinds: readonly Kind[] }[];
};
export type GlassReporter = {
  /** Call after a paint, with the moment taken then. */
  painted(painted: Painted): void;
  close(): void;
};

const REPORT_EVERY_MS = 1000;
const SAMPLES_MAX = 500;

type Parts = {
  world: WorldStore;
  connection: Pick<Connection, 'report'>;
  now: () => EpochMs;
  clockOffsetMs: () => number;
};

/** Proves what this display showed and when (GLASS1): entries folded since the last paint are on the glass with the next. */
export function createGlassReporter({ world, connection, now, clockOffsetMs }: Parts): GlassReporter {
  let frames = 0;
  let folded: { seq: Seq; kind: Kind }[] = [];
  let samples: [Seq, EpochMs][] = [];
  let latest: Painted | null = null;

  /** Newest number of each kind that was folded, and that stood in the world when it was last painted. */
  const foldedTo = new Map<Kind, Seq>();
  let paintedTo = new Map<Kind, Seq>();
  let ofWorld: World | null = null;

  const unsubscribe = world.onFolded((kind, seqs) => {
    foldedTo.set(kind, seqs[seqs.length - 1] as Seq);
    for (const seq of seqs.subarray(0, SAMPLES_MAX - folded.length)) folded.push({ seq: seq as Seq, kind });
  });
  let asked = false;
  // Reported from inside a paint: a compositor that stands still goes silent, and the server notices.
  const report = (): void => {
    asked = false;
    if (!latest) return;
    frames++;
    const { tiles, ...shown } = latest;
    connection.report({
      ...shown,
      frames,
      paintedAt: now(),
      window: { width: window.innerWidth, height: window.innerHeight, ratio: window.devicePixelRatio },
      clockOffsetMs: clockOffsetMs(),
      tiles: tiles.map(({ tile, kinds }) => ({
        tile,
        seq: newestOf(kinds.map((kind) => paintedTo.get(kind) ?? BEFORE_FIRST)),
        kinds: [...kinds],
      })),
      samples,
    });
    samples = [];
  };
  const timer = setInterval(() => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(report);
  }, REPORT_EVERY_MS);

  return {
    painted(painted) {
      const at = now();
      frames++;
      latest = painted;
      if (ofWorld !== world.world()) {
        // A snapshot took the place of everything: read once what it holds.
        ofWorld = world.world();
        for (const kind of KIND_NAMES) foldedTo.set(kind, newestSeq(ofWorld, [kind]));
      }
      paintedTo = new Map(foldedTo);
      const shown = new Set(painted.tiles.flatMap(({ kinds }) => kinds));
      for (const { seq, kind } of folded) if (shown.has(kind) && samples.length < SAMPLES_MAX) samples.push([seq, at]);
      folded = [];
    },
    close() {
      unsubscribe();
      clearInterval(timer);
    },
  };
}

const newestOf = (seqs: readonly Seq[]): Seq => seqs.reduce((newest, seq) => (seq > newest ? seq : newest), BEFORE_FIRST);
