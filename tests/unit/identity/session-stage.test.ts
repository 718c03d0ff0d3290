import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  expiryAt,
  isFreshlyProven,
  isOver,
  PROOF_MS,
  SESSION_LIMITS,
  type Standing,
  type Step,
  stageAfter,
} from '../../../server/domain/identity/session-stage.ts';
import type { SessionStage } from '../../../shared/contract/session.ts';
import { epochMs } from '../../../shared/model/ids.ts';

const NOW = epochMs(1_800_000_000_000);
const fresh: Standing = { hasSecondFactor: true, passwordExpiresAt: epochMs(NOW + 1) };
const expired: Standing = { hasSecondFactor: true, passwordExpiresAt: NOW };
const bare: Standing = { hasSecondFactor: false, passwordExpiresAt: null };

describe('SESS1 stages', () => {
  test.each([
    [null, 'first', fresh, 'totp'],
    [null, 'first', bare, 'enrol'],
    ['totp', 'second-factor', fresh, 'full'],
    ['totp', 'second-factor', expired, 'password'],
    ['enrol', 'enrolled', bare, 'full'],
    ['enrol', 'enrolled', { ...bare, passwordExpiresAt: NOW }, 'password'],
    ['password', 'new-password', expired, 'full'],
    ['full', 'new-password', fresh, 'full'],
    ['full', 'enrolled', fresh, 'full'],
    // What is not to be made there.
    ['enrol', 'second-factor', bare, null],
    ['enrol', 'enrolled', fresh, null],
    ['totp', 'enrolled', fresh, null],
    ['totp', 'new-password', fresh, null],
    ['enrol', 'new-password', bare, null],
    ['password', 'second-factor', expired, null],
    ['password', 'enrolled', expired, null],
    ['full', 'first', fresh, null],
  ] as [SessionStage | null, Step, Standing, SessionStage | null][])('SESS1 %s, %s, %j → %s', (stage, step, standing, next) => {
    expect(stageAfter(stage, step, standing, NOW)).toBe(next);
  });

  test('SESS1 SEC19 whatever is tried in whatever order, nothing is full before a second factor was proven or set up', () => {
    const steps: Step[] = ['first', 'second-factor', 'enrolled', 'new-password'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 12 }), fc.constantFrom(fresh, expired, bare), (tried, standing) => {
        let stage: SessionStage | null = null;
        let proven = false;
        for (const step of tried) {
          const next: SessionStage | null = stageAfter(stage, step, standing, NOW);
          if (next === null) continue;
          proven ||= step === 'second-factor' || step === 'enrolled';
          if (step === 'enrolled') expect(stage === 'enrol' ? !standing.hasSecondFactor : stage).toBeTruthy();
          stage = next;
        }
        if (stage === 'full' || stage === 'password') expect(proven).toBe(true);
      }),
    );
  });
});

describe('SESS5 limits', () => {
  const session = { stage: 'full' as const, createdAt: NOW, seenAt: NOW, expiresAt: expiryAt('full', NOW) };
  const later = (ms: number) => epochMs(NOW + ms);

  test('SESS5 SEC5 a session nobody uses ends after 8 hours, a busy one after 24', () => {
    expect(isOver(session, later(SESSION_LIMITS.idleMs - 1))).toBe(false);
    expect(isOver(session, later(SESSION_LIMITS.idleMs))).toBe(true);
    const busy = { ...session, seenAt: later(24 * 3_600_000 - 1) };
    expect(isOver(busy, later(24 * 3_600_000 - 1))).toBe(false);
    expect(isOver(busy, later(24 * 3_600_000))).toBe(true);
  });

  test('SESS5 SEC17 a log-in that is not finished lives ten minutes', () => {
    for (const stage of ['totp', 'enrol', 'password'] as const) {
      const begun = { ...session, stage, expiresAt: expiryAt(stage, NOW) };
      expect(isOver(begun, later(600_000 - 1))).toBe(false);
      expect(isOver(begun, later(600_000))).toBe(true);
    }
  });

  test('SEC20 a proof is fresh for ten minutes', () => {
    expect(isFreshlyProven(null, NOW)).toBe(false);
    expect(isFreshlyProven(NOW, later(PROOF_MS - 1))).toBe(true);
    expect(isFreshlyProven(NOW, later(PROOF_MS))).toBe(false);
  });
});
