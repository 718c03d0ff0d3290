/** What a bench is given. */
export type BenchParts = {
  /** Seconds instead of minutes: shows that everything works, proves no figure. */
  quick: boolean;
  /** Progress for whoever waits. */
  say: (line: string) => void;
  /** Where processes under measurement leave a V8 CPU profile; null: nowhere. */
  profileDir: string | null;
};

/** One measured number; `ratio` is against the figure that `ratioTo` names, measured in the same run. */
export type Figure = {
  figure: string;
  value: number;
  unit: string;
  ratioTo: string | null;
  ratio: number | null;
  /** In words, as the requirement has it; null: reported only. */
  bound: string | null;
  /** True where nothing is bound. */
  holds: boolean;
};

/** A measurement with its bounds. Runs alone, cleans up after itself, and throws rather than report what does not add up. */
export type Bench = { name: string; run(parts: BenchParts): Promise<Figure[]> };

type Bound = { atLeast: number } | { atMost: number } | { below: number };
export type Measured = {
  figure: string;
  value: number;
  unit: string;
  ratioTo?: string;
  ratio?: number;
  /** On the value, in its unit. */
  bound?: Bound;
  /** On the ratio. */
  ratioBound?: Bound;
};

const SIGNS = { atLeast: '≥', atMost: '≤', below: '<' } as const;

/** @throws Error on a number that is none: a bench that measured nothing must not pass. */
export function figure({ figure, value, unit, ratioTo, ratio, bound, ratioBound }: Measured): Figure {
  if (!Number.isFinite(value) || (ratio !== undefined && !Number.isFinite(ratio))) throw new Error(`${figure}: not a number was measured`);
  if (ratioBound && ratio === undefined) throw new Error(`${figure}: a bound on a ratio that was not measured`);
  const words: string[] = [];
  if (bound) words.push(`${inWords(bound)} ${unit}`);
  if (ratioBound) words.push(`${inWords(ratioBound)} ×`);
  return {
    figure,
    value: rounded(value),
    unit,
    ratioTo: ratioTo ?? null,
    ratio: ratio === undefined ? null : rounded(ratio),
    bound: words.length > 0 ? words.join(', ') : null,
    holds: (!bound || isHeld(bound, value)) && (!ratioBound || isHeld(ratioBound, ratio ?? Number.NaN)),
  };
}

function inWords(bound: Bound): string {
  if ('atLeast' in bound) return `${SIGNS.atLeast} ${bound.atLeast}`;
  return 'atMost' in bound ? `${SIGNS.atMost} ${bound.atMost}` : `${SIGNS.below} ${bound.below}`;
}

function isHeld(bound: Bound, value: number): boolean {
  if ('atLeast' in bound) return value >= bound.atLeast;
  return 'atMost' in bound ? value <= bound.atMost : value < bound.below;
}

/** Three digits that mean something; whole numbers from a thousand on. */
const rounded = (value: number): number => (Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3)));
