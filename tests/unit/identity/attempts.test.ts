import { describe, expect, test } from 'vitest';
import { budgetsOf, waitAfter } from '../../../server/domain/identity/attempts.ts';

const tried = { what: 'password', whom: 'hung.tran', address: '10.0.0.7', device: null } as const;

describe('SEC15 slowing', () => {
  test('SEC15 the first failures are free, then each wait is twice the one before, up to a bound', () => {
    const [pair] = budgetsOf(tried);
    if (!pair) throw new Error('no budget');
    const waits = [1, 5, 6, 7, 8, 9, 100, 100_000].map((failures) => waitAfter(failures, pair));
    expect(waits).toEqual([0, 0, 2_000, 4_000, 8_000, 16_000, 900_000, 900_000]);
  });

  test('SEC15 a browser that is known counts for itself alone: no stranger can make it wait', () => {
    const known = budgetsOf({ ...tried, device: 'bàn-1' }).map(({ key }) => key);
    const strangers = [tried, { ...tried, address: '10.0.0.8' }, { ...tried, device: 'bàn-2' }].flatMap((one) => budgetsOf(one));
    expect(known).toHaveLength(1);
    expect(strangers.filter(({ key }) => known.includes(key))).toEqual([]);
  });

  test('SEC15 strangers are counted by pair, by address and by account; a success clears only what nobody shares', () => {
    expect(budgetsOf(tried).map(({ key, clears }) => [key, clears])).toEqual([
      ['password pair 10.0.0.7 hung.tran', true],
      ['password address 10.0.0.7', false],
      ['password account hung.tran', false],
    ]);
  });
});
