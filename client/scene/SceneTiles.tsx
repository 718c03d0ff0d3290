import { useMemo, useRef } from 'react';
import type { Scene, SceneTile } from '../../shared/contract/scene.ts';
import { cellsRect, type Rect } from '../../shared/rules/wall-canvas.ts';
import { type Box, boxOf, type Glass, sceneOn } from './layout.ts';
import { PlacedTile } from './PlacedTile.tsx';

/** A scene with what tells two states of it apart. */
export type Staged = { scene: Scene; revision: number };

type Props = {
  glass: Glass;
  area: Rect;
  shown: Staged;
  /** Mounted and filled, but not seen, so that it stands there whole at the moment of the switch. */
  coming?: Staged | null;
  onBroken: (id: string, broken: boolean) => void;
};

type Place = { key: string; placed: SceneTile; box: Box };

/** The tiles of a scene that are to be seen on this display, and unseen those of the one that comes next. */
export function SceneTiles({ glass, area, shown, coming = null, onBroken }: Props) {
  // Found again when the coming scene is the one that is shown: its tiles do not notice.
  const known = useRef(new WeakMap<Staged, { glass: Glass; area: Rect; places: Place[] }>());
  const placesIn = (staged: Staged): Place[] => {
    const before = known.current.get(staged);
    if (before?.glass === glass && before.area === area) return before.places;
    const places = placesOf(glass, area, staged);
    known.current.set(staged, { glass, area, places });
    return places;
  };
  const places = placesIn(shown);
  const next = coming ? placesIn(coming) : [];
  const on = useMemo(() => sceneOn(glass, area, shown.scene), [glass, area, shown]);
  const taken = new Set(places.map(({ key }) => key));
  // Equal keys are one tile that stays.
  const all = [
    ...places.map((place) => ({ ...place, isComing: false })),
    ...next.filter(({ key }) => !taken.has(key)).map((place) => ({ ...place, isComing: true })),
  ];
  const edge = boxOf(glass, on);
  return (
    <>
      {all.map(({ key, ...place }) => (
        <PlacedTile key={key} {...place} onBroken={onBroken} />
      ))}
      {edge ? <div className="picture__edge" style={{ left: edge.left, top: edge.top, width: edge.width, height: edge.height }} /> : null}
    </>
  );
}

function placesOf(glass: Glass, area: Rect, staged: Staged): Place[] {
  const { scene, revision } = staged;
  const on = sceneOn(glass, area, scene);
  return scene.tiles.flatMap((placed) => {
    const box = boxOf(glass, cellsRect(scene, on, placed));
    return box ? [{ key: `${scene.id}/${revision}/${placed.id}`, placed, box }] : [];
  });
}

/** The tiles of a scene of which something is on this display. */
export const tilesHere = (glass: Glass, area: Rect, staged: Staged): SceneTile[] =>
  placesOf(glass, area, staged).map(({ placed }) => placed);

/** A display has one of these: it goes ahead to the scene that comes, and a still of it stays on the glass until then. */
export const goesAhead = ({ tile }: SceneTile): boolean => tile === 'map';
