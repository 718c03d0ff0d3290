import { type RefObject, useEffect, useRef } from 'react';
import type { Scene } from '../../../shared/contract/scene.ts';
import type { Finding } from '../../../shared/rules/legibility.ts';
import { ScenePicture } from '../../scene/ScenePicture.tsx';
import { checkScene, sizeOf } from './check-scene.ts';
import type { Look } from './scenes-here.ts';

type Props = {
  scene: Scene;
  look: Look;
  width: number;
  title: string;
  sheet?: RefObject<HTMLDivElement | null>;
};

/** A scene as it would stand on a wall, as large as there is room for. */
export function Preview({ scene, look, width, title, sheet }: Props) {
  const size = sizeOf(look);
  const scale = width / size.w;
  return (
    <figure className="scene-preview">
      <figcaption>{title}</figcaption>
      <div className="scene-preview__room" style={{ width, height: size.h * scale }} ref={sheet} inert>
        <div className="scene-preview__sheet" style={{ width: size.w, height: size.h, transform: `scale(${scale})` }}>
          <ScenePicture scene={scene} geometry={look.geometry} size={size} />
        </div>
      </div>
    </figure>
  );
}

/** How long nothing must move before the texts are measured, and how often they are anyway: data come and go. */
const SETTLE_MS = 400;
const AGAIN_MS = 5000;

/** Measures a preview when its scene or wall changed, and now and then. */
export function useFindings(
  sheet: RefObject<HTMLDivElement | null>,
  scene: Scene,
  look: Look,
  tell: (scene: Scene, findings: Finding[]) => void,
): void {
  const told = useRef(tell);
  told.current = tell;
  useEffect(() => {
    const measure = (): void => {
      const room = sheet.current;
      if (room) told.current(scene, checkScene(room, scene, look));
    };
    const first = setTimeout(measure, SETTLE_MS);
    const next = setInterval(measure, AGAIN_MS);
    return () => {
      clearTimeout(first);
      clearInterval(next);
    };
  }, [sheet, scene, look]);
}
