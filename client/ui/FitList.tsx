import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { unitOf } from './unit.ts';

type Props<T> = {
  items: readonly T[];
  /** Height of a row in `u`; every row has it. */
  rowU: number;
  keyOf: (item: T) => string;
  row: (item: T) => ReactNode;
  /** Says how many of the items have no room; it takes the last row. */
  rest?: (hidden: number) => ReactNode;
};

/** As many whole rows as there is room for: no half row, no scrolling, and what is left out is counted. */
export function FitList<T>({ items, rowU, keyOf, row, rest }: Props<T>) {
  const list = useRef<HTMLUListElement>(null);
  const [room, setRoom] = useState(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const measure = (): void => setRoom(Math.max(1, Math.floor((element.clientHeight + 1) / (rowU * unitOf(element)))));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [rowU]);
  const whole = items.length <= room;
  const shown = whole ? items : items.slice(0, rest ? Math.max(0, room - 1) : room);
  const height = { height: `calc(${rowU} * var(--u))` };
  return (
    <ul className="fit-list" ref={list}>
      {shown.map((item) => (
        <li className="arriving" key={keyOf(item)} style={height}>
          {row(item)}
        </li>
      ))}
      {whole || !rest ? null : <li style={height}>{rest(items.length - shown.length)}</li>}
    </ul>
  );
}
