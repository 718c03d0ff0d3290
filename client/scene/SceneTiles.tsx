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

/** The one tile of a kind that is worth keeping from scene to scene: a map costs a second and a WebGL context to make. */
const KEPT = 'map';
const keptOf = ({ scene }: Staged): SceneTile | undefined => {
  const found = scene.tiles.filter(({ tile }) => tile === KEPT);
  return found.length === 1 ? found[0] : undefined;
};

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
  // Equal keys are one tile that stays: it takes its new place and props in the moment of the switch. The kept one stands first
  // always, because an element that is moved in the document loses its frame.
  const all = [
    ...places.map((place) => ({ ...place, isComing: false })),
    ...next.filter(({ key }) => !taken.has(key)).map((place) => ({ ...place, isComing: true })),
  ];
  all.sort((a, b) => Number(b.key === KEPT) - Number(a.key === KEPT));
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
  const kept = keptOf(staged);
  return scene.tiles.flatMap((placed) => {
    const box = boxOf(glass, cellsRect(scene, on, placed));
    return box ? [{ key: placed === kept ? KEPT : `${scene.id}/${revision}/${placed.id}`, placed, box }] : [];
  });
}

/** The tiles of a scene of which something is on this display. */
export const tilesHere = (glass: Glass, area: Rect, staged: Staged): SceneTile[] =>
  placesOf(glass, area, staged).map(({ placed }) => placed);
