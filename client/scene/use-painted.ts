import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { SceneTile } from '../../shared/contract/scene.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { useStores } from '../stores/stores-context.tsx';
import { tileNamed } from '../tiles/registry.ts';
import { afterPaint, type Painted, watchPaints } from './painted.ts';

/**
 * The direction that was last on the glass of this page, and when it came there by the server's clock (null: with the page); how long
 * the last few scenes took to prepare, milliseconds.
 */
export type SwitchLog = { direction: number | null; at: EpochMs | null; now: () => number; prepared: number[] };

type Shown = {
  /** null: nothing may be shown yet, and nothing is reported. */
  scene: string | null;
  sceneRevision: number;
  direction: number;
  /** Tiles of which something is on this display. */
  tiles: readonly SceneTile[];
};

/** Reports paints of the tiles that are whole; hands back what a tile calls when it breaks or is tried again. */
export function usePainted(
  { scene, sceneRevision, direction, tiles }: Shown,
  log: SwitchLog,
  onPainted: ((painted: Painted) => void) | undefined,
): (id: string, broken: boolean) => void {
  const { world } = useStores();
  const broken = useRef(new Set<string>());
  const [revision, setRevision] = useState(0);
  const onBroken = useCallback((id: string, isBroken: boolean) => {
    if (isBroken) broken.current.add(id);
    else broken.current.delete(id);
    setRevision((n) => n + 1);
  }, []);

  // Before the paint, so that the next one is the one that shows it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` stands for what is in `broken`
  useLayoutEffect(() => {
    if (!onPainted || scene === null) return;
    const report = (): void =>
      onPainted({
        scene,
        sceneRevision,
        direction,
        switchedAt: log.at,
        preparedMs: slowest(log),
        replaying: null,
        broken: [...broken.current],
        tiles: tiles.flatMap(({ id, tile }) => {
          const manifest = broken.current.has(id) ? undefined : tileNamed(tile);
          return manifest ? [{ tile: id, kinds: manifest.kinds }] : [];
        }),
      });
    const callOff = afterPaint(() => {
      if (log.direction !== direction) {
        if (log.direction !== null) log.at = Math.round(log.now()) as EpochMs;
        log.direction = direction;
      }
      report();
    });
    const unwatch = watchPaints(world.versions, report);
    return () => {
      callOff();
      unwatch();
    };
  }, [world, log, scene, sceneRevision, direction, tiles, onPainted, revision]);
  return onBroken;
}

const PREPARED_KEPT = 8;

/** The longest of the last few preparations, milliseconds; null: there was none. */
export const slowest = ({ prepared }: SwitchLog): number | null => (prepared.length > 0 ? Math.max(...prepared) : null);

/**
 * Notes how long a scene that comes takes, from when it was known until it stands there unseen: laid out, painted, and the page with
 * nothing left to do. One that is shown before that is timed to its end all the same.
 */
export function usePrepared(coming: object | null, log: SwitchLog): void {
  const known = useRef<{ coming: object | null; at: number }>({ coming: null, at: 0 });
  if (known.current.coming !== coming) known.current = { coming, at: performance.now() };
  useLayoutEffect(() => {
    if (coming === null) return;
    const { at } = known.current;
    afterPaint(() =>
      whenIdle(() =>
        afterPaint(() => {
          log.prepared = [...log.prepared, Math.round(performance.now() - at)].slice(-PREPARED_KEPT);
        }),
      ),
    );
  }, [coming, log]);
}

/** A browser that does not tell when it is idle is asked again after its next paint. */
const whenIdle = (then: () => void): void => {
  if ('requestIdleCallback' in window) requestIdleCallback(then);
  else afterPaint(then);
};
