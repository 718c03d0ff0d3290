import '../../ui/look.ts';
import './wall.css';
import { type CSSProperties, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Scene } from '../../../shared/contract/scene.ts';
import { useLink, useNow, useStores, useWorld } from '../../stores/stores-context.tsx';
import { tileNamed } from '../../tiles/registry.ts';
import { DrillBand } from '../../ui/Band.tsx';
import { type Condition, ConditionContext } from '../../ui/condition.ts';
import { PANEL_GROUP_HEIGHT_MM } from '../../ui/unit.ts';
import { AudienceBand } from './AudienceBand.tsx';
import { type Cut, cutKey } from './cut.ts';
import { DRILL_KINDS, drillOf } from './drill.ts';
import { LinkBanner } from './LinkBanner.tsx';
import { PlacedTile } from './PlacedTile.tsx';
import { type Painted, watchPaints } from './painted.ts';
import { driftAt, useIdleCursor, useUnit } from './screen.ts';

export type WallProps = {
  scene: Scene;
  /** Metres from the wall to the last row of seats. */
  farthestSeatM?: number;
  /** Millimetres that the picture is high; one 16:9 group of the reference wall unless told. */
  heightMm?: number;
  /** Called after each paint in which data changed. */
  onPainted?: (painted: Painted) => void;
};

/** A scene, full screen: tiles on a grid with one thin line between them, DIỄN TẬP above, the state of the link below. */
export function Wall({ scene, farthestSeatM = 6, heightMm = PANEL_GROUP_HEIGHT_MM, onPainted }: WallProps) {
  const u = useUnit(farthestSeatM, heightMm);
  // Whole pixels: a line of 1.01 falls between two of them here and there, and is gone.
  const hairline = Math.max(1, Math.round(u / 20));
  const idle = useIdleCursor();
  const drill = useWorld(DRILL_KINDS, drillOf);
  const cutText = useLink(cutKey);
  const cut = useMemo(() => JSON.parse(cutText) as Cut | null, [cutText]);
  const condition = useMemo(
    (): Condition => (cut && (cut.kind === 'down' || cut.kind === 'resyncing') ? { kind: 'cut', since: cut.since } : { kind: 'live' }),
    [cut],
  );
  const onBroken = usePaintReports(scene, onPainted);
  return (
    <ConditionContext value={condition}>
      <main
        className={idle ? 'wall wall--idle' : 'wall'}
        data-room="dark"
        data-scene={scene.id}
        data-link={cut?.kind ?? 'live'}
        style={{ '--u': `${u}px`, '--hairline': `${hairline}px` } as CSSProperties}
      >
        {drill === null ? null : <DrillBand name={drill} />}
        <AudienceBand />
        <Drifting u={u}>
          <div
            className="wall__grid"
            style={{
              gridTemplateColumns: `repeat(${scene.columns}, minmax(0, 1fr))`,
              gridTemplateRows: `repeat(${scene.rows}, minmax(0, 1fr))`,
            }}
          >
            {scene.tiles.map((placed) => (
              <PlacedTile key={`${scene.id}/${placed.id}`} placed={placed} onBroken={onBroken} />
            ))}
          </div>
        </Drifting>
        {cut ? <LinkBanner cut={cut} /> : null}
      </main>
    </ConditionContext>
  );
}

/** Against burn-in the picture wanders by a third of a unit, once a minute; nothing below is drawn again for it. */
function Drifting({ u, children }: { u: number; children: ReactNode }) {
  const [x, y] = driftAt(useNow());
  return (
    <div className="wall__drift" style={{ transform: `translate(${Math.round(x * u)}px, ${Math.round(y * u)}px)` }}>
      {children}
    </div>
  );
}

/** Reports paints of the tiles that are whole; hands back what a tile calls when it breaks or is tried again. */
function usePaintReports(scene: Scene, onPainted: WallProps['onPainted']): (id: string, broken: boolean) => void {
  const { world } = useStores();
  const broken = useRef(new Set<string>());
  const [revision, setRevision] = useState(0);
  const onBroken = useCallback((id: string, isBroken: boolean) => {
    if (isBroken) broken.current.add(id);
    else broken.current.delete(id);
    setRevision((n) => n + 1);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `revision` stands for what is in `broken`
  useEffect(() => {
    if (!onPainted) return;
    const painted: Painted = {
      scene: scene.id,
      sceneRevision: 0,
      direction: 0,
      switchedAt: null,
      replaying: null,
      broken: [...broken.current],
      tiles: scene.tiles.flatMap(({ id, tile }) => {
        const manifest = broken.current.has(id) ? undefined : tileNamed(tile);
        return manifest ? [{ tile: id, kinds: manifest.kinds }] : [];
      }),
    };
    return watchPaints(world.versions, () => onPainted(painted));
  }, [world, scene, onPainted, revision]);
  return onBroken;
}
