import { useMemo } from 'react';
import type { Scene } from '../../shared/contract/scene.ts';
import type { DisplayRegion, WallGeometry } from '../../shared/contract/wall.ts';
import { glassOf, type Size, tilesArea } from './layout.ts';
import { Picture } from './Picture.tsx';
import { SceneTiles } from './SceneTiles.tsx';
import { useSize } from './screen.ts';

type Props = {
  scene: Scene;
  /** null: one screen. */
  geometry: WallGeometry | null;
  /** The display whose part is drawn; null: the whole wall. */
  region?: DisplayRegion | null;
  /** CSS pixels that there are; the window's when absent. */
  size?: Size;
  onBroken?: (id: string, broken: boolean) => void;
};

const nobody = (): void => undefined;

/** One given scene, as it would stand on that wall: an editor's preview, a picture in a list. */
export function ScenePicture({ scene, geometry, region = null, size, onBroken = nobody }: Props) {
  const { w, h } = useSize(size);
  const glass = useMemo(() => glassOf(geometry, region, { w, h }), [geometry, region, w, h]);
  const area = useMemo(() => tilesArea(glass, 0, geometry !== null), [glass, geometry]);
  const staged = useMemo(() => ({ scene, revision: 0 }), [scene]);
  return (
    <Picture glass={glass} scene={scene.id}>
      <SceneTiles glass={glass} area={area} shown={staged} onBroken={onBroken} />
    </Picture>
  );
}
