import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { unitOf } from './unit.ts';

/** Whole rows of `rowU` units that an element has room for, or `nearly` one; without a layout (tests, servers) there is room for all. */
function useRoom(box: RefObject<HTMLElement | null>, rowU: number, nearly = 1): number {
  const [room, setRoom] = useState(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const measure = (): void => {
      const rows = (element.clientHeight + 1) / (rowU * unitOf(element));
      setRoom(rows < 1 && rows >= nearly ? rows : Math.max(0, Math.floor(rows)));
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

/** What stands above the tiles takes a little of each: so much of a row is better than none, and is `tight`. */
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
  const shown = items.slice(0, room * columns);
  const rows = Number.isFinite(room) ? Math.max(1, room) : Math.ceil(items.length / columns);
  return (
    <ul
      className={fit > 0 && fit < 1 ? 'fit-list fit-grid fit-grid--tight' : 'fit-list fit-grid'}
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
