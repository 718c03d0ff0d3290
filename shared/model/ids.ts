/** A value that cannot be mistaken for another of the same shape; no cost at run time. */
declare const brand: unique symbol;
type Branded<T, B extends string> = T & { readonly [brand]: B };

/** Place of an entry in the log: dense, from 1, in commit order. 0 stands for "before the first". */
export type Seq = Branded<number, 'Seq'>;
/** Milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = Branded<number, 'EpochMs'>;
/** Official code of an administrative unit, as the General Statistics Office numbers them ("11914"). */
export type AreaCode = Branded<string, 'AreaCode'>;
export type SourceId = Branded<string, 'SourceId'>;

export const seq = (value: number): Seq => value as Seq;
export const epochMs = (value: number): EpochMs => value as EpochMs;
export const areaCode = (value: string): AreaCode => value as AreaCode;
export const sourceId = (value: string): SourceId => value as SourceId;

export const BEFORE_FIRST = seq(0);
