/** Chance that repeats itself: everything is a pure function of the seed and of what is asked, so any hour can be opened alone. */

/** A well-stirred 32-bit number of the parts. */
export function hash(...parts: readonly (string | number)[]): number {
  let h = 0x811c9dc5;
  for (const part of parts) {
    if (typeof part === 'number') h = stir(h ^ (part | 0));
    else for (let i = 0; i < part.length; i++) h = Math.imul(h ^ part.charCodeAt(i), 0x01000193);
    h = stir(h);
  }
  return h;
}

/** Murmur3's finaliser. */
function stir(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** 0 to 1, of a number and its neighbour. */
export const unit = (a: number, b: number): number => stir(a ^ Math.imul(b | 0, 0x9e3779b1)) / 0x100000000;

/** Smooth noise of -1 to 1: as `x` grows by 1, it wanders to a new value. */
export function noise(key: number, x: number): number {
  const i = Math.floor(x);
  const f = x - i;
  const from = unit(key, i);
  return 2 * (from + (unit(key, i + 1) - from) * f * f * (3 - 2 * f)) - 1;
}

export type Chance = {
  /** 0 to 1. */
  next(): number;
  between(low: number, high: number): number;
  /** Whole, both inclusive. */
  whole(low: number, high: number): number;
  pick<T>(choices: readonly T[]): T;
  /** By weight, which need not add up to 1. */
  weighted<T extends { weight: number }>(choices: readonly T[]): T;
  /** How many of something come in an interval that brings `mean` of them (Poisson). */
  count(mean: number): number;
};

/** Mulberry32: 2³² steps, more than a day takes. */
export function chance(seed: number): Chance {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x100000000;
  };
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(next() * choices.length)] as T;
  return {
    next,
    pick,
    between: (low, high) => low + next() * (high - low),
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    weighted(choices) {
      let left = next() * choices.reduce((sum, choice) => sum + choice.weight, 0);
      for (const choice of choices) {
        left -= choice.weight;
        if (left < 0) return choice;
      }
      return pick(choices);
    },
    count(mean) {
      // Knuth's product underflows far above what a minute brings.
      if (mean > 200) return Math.round(mean);
      const limit = Math.exp(-mean);
      let n = 0;
      for (let product = next(); product > limit; product *= next()) n++;
      return n;
    },
  };
}
