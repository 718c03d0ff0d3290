import { type DimSlot, type DisplayRegion, type ScheduleSlot, WallDefined } from '../../../../shared/contract/wall.ts';
import { canvasOf } from '../../../../shared/rules/wall-canvas.ts';
import { unitPx } from '../../../ui/unit.ts';
import { type TriggerDraft, triggerDraft, triggerOf } from './trigger-draft.ts';

/** A wall's set-up as it is being written: figures are text until they are right. */
export type Draft = {
  name: string;
  /** One screen, as large as its window: nothing to measure. */
  isWindow: boolean;
  panels: Record<PanelFigure, string>;
  farthestSeatM: string;
  displays: readonly DisplayRegion[];
  scenes: readonly string[];
  dwellS: string;
  schedule: readonly ScheduleSlot[];
  dimming: readonly DimSlot[];
  triggers: readonly TriggerDraft[];
};

export const PANEL_FIGURES = ['columns', 'rows', 'widthPx', 'heightPx', 'widthMm', 'heightMm', 'gapXMm', 'gapYMm'] as const;
export type PanelFigure = (typeof PANEL_FIGURES)[number];

/** A 55″ full-HD panel as walls are built of. */
const PANEL = { widthPx: '1920', heightPx: '1080', widthMm: '1217,6', heightMm: '684,9', gapXMm: '3,5', gapYMm: '3,5' };

export const PRESETS = ['window', 'tv', 'three', 'all'] as const;
export type Preset = (typeof PRESETS)[number];

/** Shapes that walls often have, as far as they say anything of panels and displays. */
export function preset(which: Preset): Pick<Draft, 'isWindow' | 'panels' | 'displays' | 'farthestSeatM'> {
  const of = (columns: number, rows: number, w: number, h: number): Pick<Draft, 'isWindow' | 'panels' | 'displays' | 'farthestSeatM'> => ({
    isWindow: which === 'window',
    panels: { ...PANEL, ...(columns === 1 ? { gapXMm: '0', gapYMm: '0' } : {}), columns: String(columns), rows: String(rows) },
    farthestSeatM: columns === 1 ? '4' : '6',
    displays: split(columns, rows, w, h),
  });
  if (which === 'three') return of(9, 3, 3, 3);
  if (which === 'all') return of(9, 3, 1, 1);
  return of(1, 1, 1, 1);
}

/** Displays of w × h panels each, row by row; the pairing of each says its position: "1-2" is row 1, the second from the left. */
export function split(columns: number, rows: number, w: number, h: number): DisplayRegion[] {
  const displays: DisplayRegion[] = [];
  for (let row = 0; row < rows; row += h)
    for (let column = 0; column < columns; column += w)
      displays.push({
        position: rows <= h && columns <= w ? '1' : `${row / h + 1}-${column / w + 1}`,
        column,
        row,
        columns: Math.min(w, columns - column),
        rows: Math.min(h, rows - row),
      });
  return displays;
}

const written = (n: number): string => String(n).replace('.', ',');
/** "1.217,6" and "1217.6" both are; NaN for what is no figure. */
export const figure = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')));

export function draftOf(defined: WallDefined | null, name: string): Draft {
  if (!defined) return { name, ...preset('window'), scenes: ['standby'], dwellS: '60', schedule: [], dimming: [], triggers: [] };
  const { geometry } = defined;
  return {
    name: defined.name,
    ...(geometry
      ? {
          isWindow: false,
          panels: Object.fromEntries(PANEL_FIGURES.map((one) => [one, written(geometry.panels[one])])) as Draft['panels'],
          farthestSeatM: written(geometry.farthestSeatM),
          displays: geometry.displays,
        }
      : preset('window')),
    scenes: defined.default.scenes,
    dwellS: written(defined.default.dwellMs / 1000),
    schedule: defined.schedule,
    dimming: defined.dimming,
    triggers: (defined.triggers ?? []).map(triggerDraft),
  };
}

/** What is wrong and where: the path is the set-up's own. */
export type Fault = { path: string; message: string };
export type Read = { defined: WallDefined; faults: [] } | { defined: null; faults: Fault[] };

export function readDraft(draft: Draft): Read {
  const panels = Object.fromEntries(PANEL_FIGURES.map((one) => [one, figure(draft.panels[one])]));
  const parsed = WallDefined.safeParse({
    name: draft.name,
    geometry: draft.isWindow ? null : { panels, farthestSeatM: figure(draft.farthestSeatM), displays: draft.displays },
    default: { scenes: draft.scenes, dwellMs: Math.round(figure(draft.dwellS) * 1000) },
    schedule: draft.schedule,
    dimming: draft.dimming,
    triggers: draft.triggers.map((one) => triggerOf(one, figure)),
  });
  if (parsed.success) return { defined: parsed.data, faults: [] };
  return { defined: null, faults: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) };
}

export type Computed = {
  canvas: { w: number; h: number };
  /** Panel pixels and millimetres that one unit is high. */
  uPx: number;
  uMm: number;
  /** Panels that no display covers. */
  uncovered: number;
};

/** What follows from the measures; null: they are not whole, or the wall is as large as its window. */
export function computed({ defined }: Read): Computed | null {
  const geometry = defined?.geometry;
  if (!geometry) return null;
  const { panels, farthestSeatM, displays } = geometry;
  const uPx = unitPx({ heightPx: panels.heightPx, heightMm: panels.heightMm, farthestSeatM });
  return {
    canvas: canvasOf(geometry),
    uPx,
    uMm: (uPx * panels.heightMm) / panels.heightPx,
    uncovered: panels.columns * panels.rows - displays.reduce((sum, { columns, rows }) => sum + columns * rows, 0),
  };
}

/** Marks a rectangle of panels as a display: what it covers wholly or in part goes. */
export function marked(displays: readonly DisplayRegion[], area: Omit<DisplayRegion, 'position'>): DisplayRegion[] {
  const meets = (one: DisplayRegion): boolean =>
    one.column < area.column + area.columns &&
    area.column < one.column + one.columns &&
    one.row < area.row + area.rows &&
    area.row < one.row + one.rows;
  const kept = displays.filter((one) => !meets(one));
  const taken = new Set(kept.map(({ position }) => position));
  let n = 1;
  while (taken.has(String(n))) n++;
  return [...kept, { position: String(n), ...area }].sort((a, b) => a.row - b.row || a.column - b.column);
}
