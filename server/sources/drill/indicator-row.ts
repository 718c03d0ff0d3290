import type { DIRECTIONS, INDICATOR_PERIODS } from '../../../shared/model/vocabulary.ts';
import type { Rhythm } from './rhythm.ts';

export type { Domain } from '../../../shared/model/vocabulary.ts';
export type { Rhythm } from './rhythm.ts';
export type Direction = (typeof DIRECTIONS)[number];
export type Period = (typeof INDICATOR_PERIODS)[number];

/** What moves a figure: the hour, the storm (what it adds at its worst), and whether it counts up from midnight. */
export type Moves = { rhythm?: Rhythm; storm?: number; isSum?: boolean };

export type Row = readonly [
  code: string,
  name: string,
  unit: string,
  period: Period,
  direction: Direction,
  decimals: number,
  target: number | null,
  thresholds: readonly [medium: number | null, high: number | null, critical: number | null] | null,
  usual: number,
  spread: number,
  moves?: Moves,
];
