import type { Kind } from '../../shared/contract/entry-data.ts';
import type { EpochMs, Seq } from '../../shared/model/ids.ts';
import type { Connection } from '../connection/connection.ts';
import { newestSeq, type WorldStore } from '../stores/world-store.ts';

/** What a screen tells after it painted: which tiles stand there, and which kinds of entries each of them shows. */
export type Painted = { scene: string; tiles: readonly { tile: string; kinds: readonly Kind[] }[] };
export type GlassReporter = {
  /** Call after a paint, with the moment taken then. */
  painted(painted: Painted): void;
  close(): void;
};

const REPORT_EVERY_MS = 1000;
const SAMPLES_MAX = 500;

type Parts = { world: WorldStore; connection: Pick<Connection, 'report'>; now: () => EpochMs };

/** Proves what this display showed and when (GLASS1): entries folded since the last paint are on the glass with the next. */
export function createGlassReporter({ world, connection, now }: Parts): GlassReporter {
  let frames = 0;
  let folded: { seq: Seq; kind: Kind }[] = [];
  let samples: [Seq, EpochMs][] = [];
  let latest: Painted | null = null;

  const unsubscribe = world.onEntry(({ seq, kind }) => {
    if (folded.length < SAMPLES_MAX) folded.push({ seq, kind });
  });
  let asked = false;
  // Reported from inside a paint: a compositor that stands still goes silent, and the server notices.
  const report = (): void => {
    asked = false;
    if (!latest) return;
    frames++;
    connection.report({
      scene: latest.scene,
      frames,
      paintedAt: now(),
      tiles: latest.tiles.map(({ tile, kinds }) => ({ tile, seq: newestSeq(world.world(), kinds) })),
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
