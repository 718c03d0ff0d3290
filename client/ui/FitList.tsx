import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { unitOf } from './unit.ts';

/**
 * Rows of `rowU` units that an element has room for; without a layout (tests, servers) there is room for all. Where there would be none
 * or one, rows of `nearly` that height count too: a half after the point says so (1.5 are two such rows).
 */
function useRoom(box: RefObject<HTMLElement | null>, rowU: number, nearly = 1): number {
  const [room, setRoom] = useState(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const measure = (): void => {
      const rows = (element.clientHeight + 1) / (rowU * unitOf(element));
      const whole = Math.max(0, Math.floor(rows));
      const tight = Math.floor(rows / nearly);
      setRoom(whole < 2 && tight > whole ? tight - 0.5 : whole);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, rowU, nearly]);
  return room;
}

type ListProps<T> = {
  items: readonly T[];
  /** Height of a row in `u`; every row has it. */
  rowU: number;
  keyOf: (item: T) => string;
  row: (item: T) => ReactNode;
};

/** As many whole rows as there is room for: no half row, no scrolling; the caller's header says of how many. */
export function FitList<T>({ items, rowU, keyOf, row }: ListProps<T>) {
  const list = useRef<HTMLUListElement>(null);
  const room = useRoom(list, rowU);
  const height = { height: `calc(${rowU} * var(--u))` };
  return (
    <ul className="fit-list" ref={list}>
      {items.slice(0, room).map((item) => (
        <li className="arriving" key={keyOf(item)} style={height}>
          {row(item)}
        </li>
      ))}
    </ul>
  );
}

/** What stands above the tiles takes a little of each: rows of so much are better than a tile that is half empty, and are `tight`. */
const NEARLY = 0.8;

type GridProps<T> = {
  items: readonly T[];
  columns: number;
  /** Least height of a row in `u`; the rows that fit share the whole height. */
  rowU: number;
  keyOf: (item: T) => string;
  cell: (item: T) => ReactNode;
};

/** As many whole cells as there is room for; the caller's header says of how many. */
export function FitGrid<T>({ items, columns, rowU, keyOf, cell }: GridProps<T>) {
  const grid = useRef<HTMLUListElement>(null);
  const fit = useRoom(grid, rowU, NEARLY);
  const room = Math.ceil(fit);
  const isTight = fit < room;
  const shown = items.slice(0, room * columns);
  const rows = Number.isFinite(room) ? Math.max(1, room) : Math.ceil(items.length / columns);
  return (
    <ul
      className={isTight ? 'fit-list fit-grid fit-grid--tight' : 'fit-list fit-grid'}
      ref={grid}
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))` }}
    >
      {shown.map((item) => (
        <li className="arriving" key={keyOf(item)}>
          {cell(item)}
        </li>
      ))}
    </ul>
  );
}
