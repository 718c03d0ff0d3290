import type { CameraState, Severity } from '../../shared/model/vocabulary.ts';
import { SEVERITIES } from '../../shared/model/vocabulary.ts';
import { levelOf, MARK_FORMS, type MarkForm } from './marks.ts';
import type { Palette } from './palette.ts';

/** One picture with every mark, drawn once a room; sharp up to 128 device pixels a mark. */
export type MarkIcons = {
  atlas: HTMLCanvasElement;
  mapping: Record<string, { x: number; y: number; width: number; height: number; anchorX: number; anchorY: number; mask: boolean }>;
};

const CELL = 128;
/** Room for the dark edge that parts a mark from what lies under it. */
const EDGE = 8;

export const markIcon = (form: MarkForm, severity: Severity): string => `${form}-${severity}`;
export const cameraIcon = (state: CameraState): string => `camera-${state}`;

export function drawMarkIcons(palette: Palette): MarkIcons {
  const names = [
    ...MARK_FORMS.flatMap((form) => SEVERITIES.map((severity) => ({ name: markIcon(form, severity), form, severity }))),
    ...(['degraded', 'offline', 'unknown'] as const).map((state) => ({ name: cameraIcon(state), state })),
  ];
  const columns = 4;
  const atlas = document.createElement('canvas');
  atlas.width = columns * CELL;
  atlas.height = Math.ceil(names.length / columns) * CELL;
  const pen = atlas.getContext('2d');
  if (!pen) throw new Error('no 2D canvas');
  const mapping: MarkIcons['mapping'] = {};
  names.forEach((icon, i) => {
    const x = (i % columns) * CELL;
    const y = Math.floor(i / columns) * CELL;
    mapping[icon.name] = { x, y, width: CELL, height: CELL, anchorX: CELL / 2, anchorY: CELL / 2, mask: false };
    pen.save();
    pen.translate(x + CELL / 2, y + CELL / 2);
    if ('state' in icon) drawCamera(pen, icon.state, palette);
    else drawMark(pen, icon.form, icon.severity, palette);
    pen.restore();
  });
  return { atlas, mapping };
}

const R = CELL / 2 - EDGE;

/** Diamond, triangle, square, circle: shape and number say what the colour says. `r` shrinks the shape around its middle. */
function trace(pen: CanvasRenderingContext2D, severity: Severity, r: number): void {
  pen.beginPath();
  if (severity === 'critical')
    polygon(pen, [
      [0, -r],
      [r, 0],
      [0, r],
      [-r, 0],
    ]);
  else if (severity === 'high')
    polygon(pen, [
      [0, -r],
      [r * 1.02, r * 0.8],
      [-r * 1.02, r * 0.8],
    ]);
  else if (severity === 'medium') pen.rect(-r * 0.88, -r * 0.88, r * 1.76, r * 1.76);
  else pen.arc(0, 0, r, 0, 2 * Math.PI);
}

function polygon(pen: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]): void {
  points.forEach(([x, y], i) => {
    if (i === 0) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  });
  pen.closePath();
}

function drawMark(pen: CanvasRenderingContext2D, form: MarkForm, severity: Severity, palette: Palette): void {
  const colour = palette.severity[severity];
  const hollow = form === 'report';
  pen.lineJoin = 'round';
  trace(pen, severity, R - 2);
  pen.lineWidth = 12;
  pen.strokeStyle = palette.water;
  pen.stroke();
  pen.fillStyle = hollow ? palette.water : colour;
  pen.fill();
  if (hollow) {
    trace(pen, severity, R - 8);
    pen.lineWidth = 11;
    pen.strokeStyle = colour;
    pen.stroke();
  }
  pen.fillStyle = hollow ? colour : palette.onSignal;
  pen.font = '600 54px "Be Vietnam Pro", sans-serif';
  pen.textAlign = 'center';
  pen.textBaseline = 'alphabetic';
  // The figure's middle, not its line's, stands in the shape's middle; a triangle's is lower.
  pen.fillText(String(levelOf(severity)), 0, severity === 'high' ? 34 : 20);
}

/** A camera that does not see is a shape without colour: quiet, but not invisible like one that works. */
function drawCamera(pen: CanvasRenderingContext2D, state: 'degraded' | 'offline' | 'unknown', palette: Palette): void {
  const r = CELL * 0.3;
  pen.strokeStyle = palette.water;
  pen.lineWidth = 26;
  pen.beginPath();
  pen.arc(0, 0, r, 0, 2 * Math.PI);
  pen.stroke();
  pen.fillStyle = palette.water;
  pen.fill();
  pen.strokeStyle = state === 'offline' ? palette.text : state === 'degraded' ? palette.faint : palette.quiet;
  pen.lineWidth = 12;
  pen.lineCap = 'round';
  pen.beginPath();
  pen.arc(0, 0, r, 0, 2 * Math.PI);
  if (state === 'offline') {
    pen.moveTo(-r * 0.62, r * 0.62);
    pen.lineTo(r * 0.62, -r * 0.62);
  }
  if (state === 'unknown') {
    pen.moveTo(-r * 0.45, 0);
    pen.lineTo(r * 0.45, 0);
  }
  pen.stroke();
}
