import { z } from 'zod';
import type { FEEDS, SOURCE_STATES } from '../model/vocabulary.ts';
import { CameraRegistered, IndicatorDefined } from './entry-data.ts';
import { AreaCodeField, IdField, SourceIdField, text } from './fields.ts';

/** What an administrator registers over HTTP: the subject's id beside the data of the entry it becomes. */

/** Names that the centre itself speaks under. */
export const RESERVED_SOURCES = ['administrator', 'drill', 'frigate', 'reference'] as const;

export const SourceRegistration = z.strictObject({
  id: SourceIdField.refine((id) => !(RESERVED_SOURCES as readonly string[]).includes(id), 'this name belongs to the centre itself'),
  name: text(200),
  /** How often it promises to speak, and how much later it may: what decides that it is silent. */
  expectedIntervalMs: z.int().positive().default(60_000),
  toleranceMs: z.int().nonnegative().default(60_000),
});
export type SourceRegistration = z.output<typeof SourceRegistration>;

export const CameraRegistration = CameraRegistered.extend({ id: IdField, area: AreaCodeField.optional() });
export const IndicatorDefinition = IndicatorDefined.extend({ id: IdField });

/** Told once, when it is made: the server keeps the token as a hash only. */
export type SourceIssued = { source: string; token: string; signingSecret: string; seq: number | null };

/** A row of the administrator's quarantine list; a body that is not text travels as base64. */
export type QuarantineListing = {
  id: string;
  source: string;
  channel: string;
  receivedAt: string;
  reason: string;
  pointer: string;
  body: { text: string } | { base64: string };
  replayed: { at: string; by: string; seqs: (number | null)[] } | null;
};

/** `GET /admin/v1/centre`: what stands over every desk screen. */
export type CentreStanding = {
  /** null: nothing says yet which centre this is. */
  name: string | null;
  /** Running now: DIỄN TẬP stands on every screen as long as there is one. */
  drills: { id: string; name: string }[];
};

/** A row of `GET /admin/v1/sources`; moments as RFC 3339. */
export type SourceListing = {
  id: string;
  name: string;
  feed: (typeof FEEDS)[number];
  drill: boolean;
  registeredAt: string;
  /** Its promise: what decides that it is silent. */
  expectedIntervalMs: number;
  toleranceMs: number;
  state: (typeof SOURCE_STATES)[number];
  since: string | null;
  reason: string | null;
  /** null: nothing of it stands in the picture. */
  lastMessageAt: string | null;
};

/** `GET /admin/v1/ledger`: received = stored + duplicate + quarantined + refused, for each source and minute (LOSS1). */
export type LedgerListing = {
  rows: {
    source: string;
    /** Start of the minute, RFC 3339. */
    minute: string;
    received: number;
    stored: number;
    duplicate: number;
    quarantined: number;
    refused: number;
  }[];
  /** What the sources among them are called; one that was removed has no name any more. */
  names: Record<string, string>;
};
