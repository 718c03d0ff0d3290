import type { Scene } from '../../../shared/contract/scene.ts';
import { cellsRect, type Rect } from '../../../shared/rules/wall-canvas.ts';

/** Of one cell, in units of the drawing: 24 × 26 cells make a picture of 16:9. */
const CELL = { w: 16 / 24, h: 9 / 26 };
const INSET = 0.09;

/** A scene as the rectangles of its tiles, each with a sign of what it holds: costs nothing to draw, whatever the scene costs. */
export function ScenePlan({ scene, className = 'plan' }: { scene: Scene; className?: string }) {
  const [w, h] = [scene.columns * CELL.w, scene.rows * CELL.h];
  const on = { x: 0, y: 0, w, h };
  return (
    <svg className={className} viewBox={`0 0 ${w} ${h}`} aria-hidden="true">
      <rect className="plan__ground" width={w} height={h} />
      {scene.tiles.map((tile) => {
        const box = cellsRect(scene, on, tile);
        const inner = { x: box.x + INSET, y: box.y + INSET, w: Math.max(0.05, box.w - 2 * INSET), h: Math.max(0.05, box.h - 2 * INSET) };
        return (
          <g key={tile.id}>
            <rect className="plan__tile" x={inner.x} y={inner.y} width={inner.w} height={inner.h} />
            <path className="plan__sign" d={signOf(tile.tile, inner)} />
          </g>
        );
      })}
      {scene.focus ? <Focus box={cellsRect(scene, on, scene.focus)} /> : null}
    </svg>
  );
}

const Focus = ({ box }: { box: Rect }) => <rect className="plan__focus" x={box.x} y={box.y} width={box.w} height={box.h} />;

/** A river and a road for a map, figures on a grid for indicators, lines for what is a list. */
function signOf(tile: string, { x, y, w, h }: Rect): string {
  const at = (right: number, down: number): string => `${(x + right * w).toFixed(2)} ${(y + down * h).toFixed(2)}`;
  if (tile === 'map') return `M${at(0.06, 0.3)}Q${at(0.4, 0.2)} ${at(0.5, 0.5)}T${at(0.94, 0.72)}M${at(0.3, 0.94)}L${at(0.72, 0.08)}`;
  if (tile === 'indicators')
    return [0.2, 0.5, 0.8]
      .map((right) => `M${at(right - 0.08, 0.35)}L${at(right + 0.08, 0.35)}M${at(right - 0.08, 0.7)}L${at(right + 0.08, 0.7)}`)
      .join('');
  if (h < 1) return '';
  const lines = Math.min(6, Math.max(1, Math.floor(h / 0.75)));
  return Array.from(
    { length: lines },
    (_, i) => `M${at(0.07, (i + 0.7) / (lines + 0.4))}L${at(i % 2 ? 0.7 : 0.9, (i + 0.7) / (lines + 0.4))}`,
  ).join('');
}
