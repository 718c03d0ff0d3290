import type { DisplayGlass, WallGlass } from '../../../shared/contract/glass.ts';
import type { WallGeometry } from '../../../shared/contract/wall.ts';
import { canvasOf, partOf, type Rect } from '../../../shared/rules/wall-canvas.ts';
import { formatNumber, type Language, spanInWords, type Translate } from '../../ui/format.ts';
import type { Shown } from './StateShape.tsx';

/** A place of a wall with what is known of the display there; `part`: of the canvas, null where the plan has no such place. */
export type Place = { position: string; part: Rect | null; glass: DisplayGlass | null };

/** A wall that nobody set up is one full-HD picture. */
export const UNSET_CANVAS = { w: 1920, h: 1080 };
export const canvasFor = (geometry: WallGeometry | null): { w: number; h: number } => (geometry ? canvasOf(geometry) : UNSET_CANVAS);

/** The planned places in their order, then displays that are paired to a place that the plan does not have. */
export function placesOf(geometry: WallGeometry | null, glass: WallGlass | null): Place[] {
  const displays = glass?.displays ?? [];
  if (!geometry)
    return displays.map((one, i) => ({ position: one.position, part: i === 0 ? { x: 0, y: 0, ...UNSET_CANVAS } : null, glass: one }));
  const planned = geometry.displays.map(
    (region): Place => ({
      position: region.position,
      part: partOf(geometry, region),
      glass: displays.find(({ position }) => position === region.position) ?? null,
    }),
  );
  const known = new Set(planned.map(({ position }) => position));
  return [
    ...planned,
    ...displays.filter(({ position }) => !known.has(position)).map((one) => ({ position: one.position, part: null, glass: one })),
  ];
}

/** One shape for a display: what it does not do comes before what it does wrong. */
export function shownOf({ glass }: Place): Shown {
  if (!glass) return 'none';
  if (glass.state !== 'online') return glass.state;
  return glass.faults.length > 0 ? 'fault' : 'online';
}

/** Everything that is wrong with a display, as a person says it; empty: nothing is. */
export function troubleOf({ glass }: Place, now: number, t: Translate, language: Language): string[] {
  if (!glass) return [t('glass.nonePaired')];
  const lines: string[] = [];
  if (glass.state !== 'online' && glass.heardAt !== null)
    lines.push(t('glass.heard', { span: spanInWords(Math.max(5000, now - glass.heardAt), t) }));
  for (const fault of glass.faults) {
    if (fault === 'late-tiles' && glass.lateTiles.length > 0) {
      const worst = Math.max(...glass.lateTiles.map(({ behindMs }) => behindMs));
      lines.push(t('glass.lateBy', { count: glass.lateTiles.length, seconds: formatNumber(worst / 1000, 0, language) }));
    } else if (fault === 'broken-tiles' && glass.brokenTiles.length > 0)
      lines.push(t('glass.brokenTiles', { tiles: glass.brokenTiles.join(', ') }));
    else lines.push(t(`fault.${fault}`));
  }
  return lines;
}
