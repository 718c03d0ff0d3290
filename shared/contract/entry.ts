import type { AreaCode, EpochMs, Seq, SourceId } from '../model/ids.ts';
import type { Classification } from '../model/vocabulary.ts';
import type { EntryData, Kind } from './entry-data.ts';

type Envelope<K extends Kind> = {
  kind: K;
  /** Of the subject, unique within its entity: a camera's id, an indicator's `code@area`. */
  id: string;
  /** null: the whole centre. Fixed for a subject's life, like its classification: a change is a withdrawal and a new subject. */
  area: AreaCode | null;
  classification: Classification;
  /** At the source. */
  occurredAt: EpochMs;
  /** When it reached this centre. */
  receivedAt: EpochMs;
  source: SourceId;
  /** Who did it, when a person did. */
  actor: string | null;
  drill: boolean;
  data: EntryData[K];
};

/** A fact on its way into the log. */
export type NewEntry<K extends Kind = Kind> = { [P in K]: Envelope<P> }[K];
/** A fact in the log: durable, numbered, never changed. */
export type Entry<K extends Kind = Kind> = { [P in K]: Envelope<P> & { seq: Seq } }[K];
