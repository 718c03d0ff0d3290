import { PREPARE_MAX_MS, PREPARE_MS } from '../../../shared/contract/direction.ts';

/** What took so long once is given a quarter more the next time. */
const SPARE = 1.25;

/** How long a wall is given between agreement and moment: as its slowest display needs, within bounds. Milliseconds. */
export const leadFor = (preparedMs: readonly number[]): number =>
  Math.min(PREPARE_MAX_MS, Math.max(PREPARE_MS, Math.round(SPARE * Math.max(0, ...preparedMs))));
