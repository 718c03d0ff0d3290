import { expect, test } from 'vitest';
import type { Act } from '../../../server/domain/access/ports.ts';
import { createLooks } from '../../../server/http/replay/looks.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import { epochMs } from '../../../shared/model/ids.ts';

const MOMENT = Date.UTC(2026, 10, 22, 3, 0, 0);
const who = (id: string, role: Principal['role']): Principal => ({ id, name: id, role, unit: null, areas: null, audience: 'operators' });

test('REPLAY8 who looked at which moment is on record: each new minute of a person, each hour of a display, and never a look that was not written', async () => {
  let now = MOMENT + 86_400_000;
  let isBroken = false;
  const acts: Act[] = [];
  const looks = createLooks({
    clock: () => epochMs(now),
    audit: {
      async record(act) {
        if (isBroken) throw new Error('the audit cannot be written');
        acts.push(act);
      },
    },
  });
  const officer = who('lan', 'duty-officer');
  const display = who('wall-a1', 'display');
  await looks.at(officer, epochMs(MOMENT));
  await looks.at(officer, epochMs(MOMENT + 2000));
  expect(acts).toMatchObject([{ actor: 'lan', action: 'replay:read', subject: { kind: 'moment', id: '2026-11-22T03:00:00.000Z' } }]);
  await looks.at(officer, epochMs(MOMENT + 61_000));
  now += 60_000;
  await looks.at(officer, epochMs(MOMENT));
  expect(acts).toHaveLength(3);
  for (let i = 0; i < 50; i++) {
    now += 1000;
    await looks.at(display, epochMs(MOMENT + i * 60_000));
  }
  expect(acts).toHaveLength(4);
  isBroken = true;
  await expect(looks.at(officer, epochMs(MOMENT - 3_600_000))).rejects.toThrow('cannot be written');
});
