/**
 * `layer`: typed rows to the GPU. `geojson`: what MapLibre offers by itself, objects handed to its own source. `none`: decoded and
 * told to the store, neither drawn nor read; what is left of the others without it is drawing. `read`: the same with somebody who
 * reads every row, so that an entry is made of each.
 */
export type DrawMode = 'layer' | 'geojson' | 'none' | 'read';

/** Milliseconds of one update, by what they were spent on; `table` and `fold` are two halves of the store's work, `draw` hands the layer over. */
export type Legs = { decode: number; table: number; fold: number; draw: number };

/** `pictures`: how often the renderer drew meanwhile; every update was waited for until it was drawn. */
export type RunResult = { updates: number; pictures: number; tookMs: number; legs: Legs[] };

/** What the page under measurement can be asked, as `window.points`. */
export type PointsPage = {
  prepare(mode: DrawMode, count: number): Promise<void>;
  /** Makes the frames of so many updates ahead. */
  ready(updates: number): void;
  /** So many updates, ten a second or as often as the page can. */
  run(updates: number): Promise<RunResult>;
  /** Goes on with ten a second until told; how many it made since. Ends after the last of them is painted. */
  begin(): void;
  end(): Promise<number>;
};

export const UPDATES_PER_S = 10;
