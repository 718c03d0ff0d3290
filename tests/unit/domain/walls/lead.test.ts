import { expect, test } from 'vitest';
import { leadFor } from '../../../../server/domain/walls/lead.ts';
import { PREPARE_MAX_MS, PREPARE_MS } from '../../../../shared/contract/direction.ts';

test.each([
  { of: 'nobody', preparedMs: [], given: PREPARE_MS },
  { of: 'quick displays', preparedMs: [80, 120], given: PREPARE_MS },
  { of: 'a slow one among them', preparedMs: [80, 1600, 300], given: 2000 },
  { of: 'one that never ends', preparedMs: [80, 90_000], given: PREPARE_MAX_MS },
])('SWITCH10 the lead of $of is $given ms', ({ preparedMs, given }) => {
  expect(leadFor(preparedMs)).toBe(given);
});
