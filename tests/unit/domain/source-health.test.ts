import { expect, test } from 'vitest';
import { sourceStateNow } from '../../../server/domain/sources/health.ts';
import { epochMs } from '../../../shared/model/ids.ts';

const promise = { expectedIntervalMs: 60_000, toleranceMs: 30_000 };
const now = epochMs(1_795_000_000_000);
const ago = (ms: number) => epochMs(now - ms);
const was = (state: 'online' | 'silent' | 'unknown') => ({ state, since: ago(999_999), reason: null });

test.each([
  ['never heard: unknown, not silent', null, null, 'unknown'],
  ['heard in time: online', null, ago(1000), 'online'],
  ['late but within twice its promise: still online', was('online'), ago(120_000), null],
  ['stale: silent, and why', was('online'), ago(180_001), 'silent'],
  ['still silent: nothing new to say', was('silent'), ago(500_000), null],
  ['heard again: online', was('silent'), ago(10), 'online'],
] as const)('SRC11 %s', (_, before, heard, state) => {
  const found = sourceStateNow(promise, before, heard, now);
  expect(found?.state ?? null).toBe(state);
  expect(found?.reason ?? null).toBe(state === 'silent' ? 'no-messages' : null);
});
