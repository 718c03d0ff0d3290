import { type ReactElement, useState } from 'react';
import type { DisplayRegion } from '../../../../shared/contract/wall.ts';
import { useDeskWords } from '../words.ts';

type Cell = { column: number; row: number };
type Area = Omit<DisplayRegion, 'position'>;
type Props = {
  columns: number;
  rows: number;
  /** Millimetres of a panel: the drawing has the wall's own shape. */
  ratio: number;
  displays: readonly DisplayRegion[];
  onMark: (area: Area) => void;
};

const between = (a: Cell, b: Cell): Area => ({
  column: Math.min(a.column, b.column),
  row: Math.min(a.row, b.row),
  columns: Math.abs(a.column - b.column) + 1,
  rows: Math.abs(a.row - b.row) + 1,
});

/**
 * The wall's panels; a rectangle of them becomes a display. With the pointer from corner to corner; with the keyboard arrow keys go
 * from panel to panel, Enter begins a rectangle and Enter again ends it.
 */
export function PanelGrid({ columns, rows, ratio, displays, onMark }: Props): ReactElement {
  const { t } = useDeskWords();
  const [from, setFrom] = useState<Cell | null>(null);
  const [at, setAt] = useState<Cell>({ column: 0, row: 0 });
  const here = { column: Math.min(at.column, columns - 1), row: Math.min(at.row, rows - 1) };
  const area = from ? between(from, here) : null;
  const end = (): void => {
    if (area) onMark(area);
    setFrom(null);
  };
  const ofDisplay = ({ column, row }: Cell): DisplayRegion | undefined =>
    displays.find((one) => column >= one.column && column < one.column + one.columns && row >= one.row && row < one.row + one.rows);

  const move = (key: string): boolean => {
    const steps: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = steps[key];
    if (!step) return false;
    const next = {
      column: Math.min(columns - 1, Math.max(0, here.column + step[0])),
      row: Math.min(rows - 1, Math.max(0, here.row + step[1])),
    };
    setAt(next);
    document.getElementById(idOf(next))?.focus();
    return true;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is not a grid of panels.
    <div
      className="panel-grid"
      role="group"
      aria-label={t('setup.grid')}
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, aspectRatio: `${columns * ratio} / ${rows}` }}
      onPointerUp={end}
      onPointerLeave={() => setFrom(null)}
      onKeyDown={(event) => {
        if (move(event.key)) event.preventDefault();
        else if (event.key === 'Escape') setFrom(null);
      }}
    >
      {Array.from({ length: columns * rows }, (_, i) => {
        const cell = { column: i % columns, row: Math.floor(i / columns) };
        const display = ofDisplay(cell);
        const isIn =
          area !== null &&
          cell.column >= area.column &&
          cell.column < area.column + area.columns &&
          cell.row >= area.row &&
          cell.row < area.row + area.rows;
        return (
          <button
            key={idOf(cell)}
            id={idOf(cell)}
            type="button"
            className="panel-cell"
            tabIndex={cell.column === here.column && cell.row === here.row ? 0 : -1}
            data-marked={isIn || undefined}
            data-covered={display !== undefined || undefined}
            data-left={display?.column === cell.column || undefined}
            data-top={display?.row === cell.row || undefined}
            aria-label={t(display ? 'setup.cell' : 'setup.cellFree', {
              row: cell.row + 1,
              column: cell.column + 1,
              position: display?.position ?? '',
            })}
            onPointerDown={() => {
              setAt(cell);
              setFrom(cell);
            }}
            onPointerEnter={() => {
              if (from) setAt(cell);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              if (from) end();
              else setFrom(cell);
            }}
          >
            {display && display.column === cell.column && display.row === cell.row ? display.position : ''}
          </button>
        );
      })}
    </div>
  );
}

const idOf = ({ column, row }: Cell): string => `panel-${column}-${row}`;
