/** The answer that brings a new token can be lost, and a browser writes its cookies to disk late: so long both tokens are good. */
export const GRACE_MS = 5 * 60_000;
/** A display asks for a new token each day; one younger than this is kept, so that two windows of a browser do not race. */
export const ROTATE_AFTER_MS = 12 * 3600_000;

/** `previousUntil` stands from a rotation until the new token is confirmed. */
export type TokenState = { tokenAt: number; previousUntil: number | null };
/** Which of a display's tokens a browser holds. `abandoned`: a successor of the one before that was replaced unused. */
export type Presented = 'current' | 'previous' | 'abandoned';

/**
 * `confirms`: the new token is used past the grace, so it has surely arrived, and from now on the one before is dead.
 * `theft`: two browsers hold what only one was given. Which of them is the thief cannot be known: neither goes on.
 */
export type Verdict = 'good' | 'confirms' | 'theft';

/** What the use of a token means (PAIR6, PAIR7). */
export function judgeToken({ previousUntil }: TokenState, presented: Presented, now: number): Verdict {
  if (presented === 'abandoned') return 'theft';
  if (presented === 'previous') return previousUntil === null ? 'theft' : 'good';
  return previousUntil !== null && now > previousUntil ? 'confirms' : 'good';
}

/** Whether a display that asks for a new token gets one. Who still holds the one before never got the last, and gets another. */
export function isDue({ tokenAt }: TokenState, presented: Presented, now: number): boolean {
  return presented !== 'current' || now - tokenAt >= ROTATE_AFTER_MS;
}
