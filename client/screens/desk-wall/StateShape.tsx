import type { GlassState } from '../../../shared/contract/glass.ts';

/** `none`: the wall's plan has this place, and no display is paired to it. */
export type Shown = GlassState | 'fault' | 'none';

const PATHS: Readonly<Record<Shown, string>> = {
  online: 'M10 3A7 7 0 1 1 10 17 7 7 0 1 1 10 3Z',
  late: 'M10 2A8 8 0 1 1 10 18 8 8 0 1 1 10 2ZM10 5.5V10.5L13 12.5',
  fault: 'M2 2H18V18H2ZM10 5V11.5M10 14V15.2',
  silent: 'M10 1 19.5 18.5H0.5ZM10 7V13M10 15V16.2',
  off: 'M4 4 16 16M16 4 4 16',
  none: 'M3 10H17',
};

/** The shape of a display's state; the word stands beside it. What is as it should be has no colour. */
export const StateShape = ({ of }: { of: Shown }) => (
  <svg className={`glass-shape glass-shape--${of}`} viewBox="0 0 20 20" aria-hidden="true">
    <path d={PATHS[of]} />
  </svg>
);
