import type { View } from '../../../shared/contract/socket.ts';
import type { LngLat } from '../../../shared/model/units.ts';
import type { Audience } from '../../../shared/model/vocabulary.ts';
import type { Snapshot } from '../../../shared/rules/fold.ts';

/** What repeats: every scene has its turn, and everything that can befall a wall befalls it once. Seconds of the wall's time. */
export const CYCLE_S = 300;

/**
 * What the page begins with. `startsAt`: when, by the wall's clock, the beginning of a cycle; `heardSeconds`: of the script, that the
 * world has heard already.
 */
export type Fixture = { snapshot: Snapshot; startsAt: number; heardSeconds: number };

/** Positions in frames are offsets from here. */
export const ORIGIN: LngLat = [106.6, 20.87];

export const viewOf = (audience: Audience): View => ({
  key: audience,
  classifications: ['public', 'internal'],
  areas: null,
  personal: { plate: 'none', phone: 'none', name: 'none', face: 'none' },
  audience,
});

/** A part of a scene that left the document and of which something is still there. */
export type Survivor = { name: string; leftSecondsAgo: number; objects: number };

export type Counts = {
  /** Scenes that came to stand on the glass, one after another. */
  scenes: number;
  /** Tiles, focus zones and lines whose place was taken out of the document. */
  left: number;
  /** Objects of them that were registered: places, component instances, canvases. */
  registered: number;
  entries: number;
  frames: number;
  /** Entries and values of histories that the wall's picture holds: no more from cycle to cycle, or growth is what was heard. */
  held: number;
  /** What the wall's server would have been told of what is painted. */
  reports: number;
  /** WebGL contexts that were ever made; a map has two. `lost`: given back, and yet kept by somebody. */
  contexts: { made: number; live: number; lost: number };
};

/** What the page under measurement can be asked, as `window.soak`. */
export type SoakPage = {
  /** Lives on to this second of the wall's time, and stands still there. */
  liveTo(second: number): Promise<void>;
  /** The page's own turn: two frames, and whatever waits for an idle moment. */
  rest(): Promise<void>;
  counts(): Counts;
  /** What left at least so many seconds of the wall's time ago, and lives. */
  survivors(sinceSeconds: number): Survivor[];
};
