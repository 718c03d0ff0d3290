import type { SessionStage } from '../../../shared/contract/session.ts';
import { type EpochMs, epochMs } from '../../../shared/model/ids.ts';

/** What decides how far a session has come. */
export type Standing = { hasSecondFactor: boolean; passwordExpiresAt: EpochMs | null };
/** What was proven or done just now. `first`: password, single sign-on or a link that set a password. */
export type Step = 'first' | 'second-factor' | 'enrolled' | 'new-password';

/** Of nobody, and of a session at its stage: where a step leads; null: that step is not to be made here. */
export function stageAfter(stage: SessionStage | null, step: Step, standing: Standing, now: EpochMs): SessionStage | null {
  switch (step) {
    case 'first':
      return stage === null ? (standing.hasSecondFactor ? 'totp' : 'enrol') : null;
    case 'second-factor':
      return stage === 'totp' ? opened(standing, now) : null;
    case 'enrolled':
      if (stage === 'full') return 'full';
      // One who has a second factor by now proves it instead (SEC19).
      return stage === 'enrol' && !standing.hasSecondFactor ? opened(standing, now) : null;
    case 'new-password':
      return stage === 'password' || stage === 'full' ? 'full' : null;
  }
}

/** Both factors are there; an expired password must be changed before anything opens (AG-13). */
const opened = ({ passwordExpiresAt }: Standing, now: EpochMs): SessionStage =>
  passwordExpiresAt !== null && now >= passwordExpiresAt ? 'password' : 'full';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * A duty shift is 8 hours (BP-8.2): whoever did nothing for so long is no longer there. 24 hours covers a whole day's duty with
 * its handover, so that nobody is signed out in the middle of a shift, and each day begins with a log-in. A log-in that is not
 * finished lives 10 minutes (SEC17).
 */
export const SESSION_LIMITS = { idleMs: 8 * HOUR_MS, absoluteMs: 24 * HOUR_MS, stepMs: 10 * MINUTE_MS } as const;
/** How long a fresh proof opens what is grave (SEC20). */
export const PROOF_MS = 10 * MINUTE_MS;
/** The end is told so long before. */
export const END_WARNED_MS = HOUR_MS;

export type SessionTimes = { stage: SessionStage; createdAt: EpochMs; seenAt: EpochMs; expiresAt: EpochMs };

export const isOver = ({ stage, seenAt, expiresAt }: SessionTimes, now: EpochMs): boolean =>
  now >= expiresAt || (stage === 'full' && now - seenAt >= SESSION_LIMITS.idleMs);

/** When a session that reaches a stage now is over for good, whatever is done with it. Steps never prolong the whole. */
export function expiryAt(stage: SessionStage, now: EpochMs): EpochMs {
  return epochMs(now + (stage === 'full' ? SESSION_LIMITS.absoluteMs : SESSION_LIMITS.stepMs));
}

export const isFreshlyProven = (provenAt: EpochMs | null, now: EpochMs): boolean => provenAt !== null && now - provenAt < PROOF_MS;
