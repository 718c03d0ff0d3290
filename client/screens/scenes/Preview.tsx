import { type RefObject, useEffect, useRef } from 'react';
import type { Scene } from '../../../shared/contract/scene.ts';
import { type Finding, legibilityOf, sightOf, type TilePlace } from '../../../shared/rules/legibility.ts';
import { canvasOf, sceneRect } from '../../../shared/rules/wall-canvas.ts';
import { ScenePicture } from '../../scene/ScenePicture.tsx';
import { PANEL_GROUP_HEIGHT_MM } from '../../ui/unit.ts';
import { measureTexts } from './measure.ts';
import type { Look } from './scenes-here.ts';

/** CSS pixels that a picture is laid out with, per 16:9 group: large enough that nothing is rounded away, then it is scaled down. */
const GROUP_PX = { w: 1920, h: 1080 } as const;
const SEATS_M = 6;

const sizeOf = ({ geometry, groups }: Look): { w: number; h: number } => {
  if (!geometry) return GROUP_PX;
  const canvas = canvasOf(geometry);
  const w = GROUP_PX.w * groups;
  return { w, h: Math.round((w * canvas.h) / canvas.w) };
};

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

/** What the check finds at a scene as `room` shows it now. */
export function checkScene(room: HTMLElement, scene: Scene, look: Look): Finding[] {
  const picture = room.querySelector<HTMLElement>('.picture');
  if (!picture) return [];
  const canvas = look.geometry ? canvasOf(look.geometry) : sizeOf(look);
  const sight = sightOf(look.geometry, { heightPx: canvas.h, heightMm: PANEL_GROUP_HEIGHT_MM, farthestSeatM: SEATS_M });
  const on = sceneRect(canvas, scene);
  const cellPx = { w: on.w / scene.columns, h: on.h / scene.rows };
  const tiles = new Map(scene.tiles.map(({ id, x, y, w, h }): [string, TilePlace] => [id, { x, y, w, h, cellPx }]));
  return legibilityOf(measureTexts(picture, canvas), sight, tiles);
}
