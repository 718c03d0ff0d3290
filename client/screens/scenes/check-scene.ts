import type { Scene } from '../../../shared/contract/scene.ts';
import { type Finding, legibilityOf, sightOf, type TilePlace } from '../../../shared/rules/legibility.ts';
import { canvasOf, sceneRect } from '../../../shared/rules/wall-canvas.ts';
import { PANEL_GROUP_HEIGHT_MM } from '../../ui/unit.ts';
import { measureTexts } from './measure.ts';
import type { Look } from './scenes-here.ts';

/** CSS pixels that a picture is laid out with, per 16:9 group: large enough that nothing is rounded away, then it is scaled down. */
const GROUP_PX = { w: 1920, h: 1080 } as const;
const SEATS_M = 6;

/** As large as a wall is laid out to be looked at. */
export const sizeOf = ({ geometry, groups }: Look): { w: number; h: number } => {
  if (!geometry) return GROUP_PX;
  const canvas = canvasOf(geometry);
  const w = GROUP_PX.w * groups;
  return { w, h: Math.round((w * canvas.h) / canvas.w) };
};

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
