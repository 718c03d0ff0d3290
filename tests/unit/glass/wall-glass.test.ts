import { expect, test } from 'vitest';
import { maySeeCapture } from '../../../server/domain/glass/commands.ts';
import type { Expectation } from '../../../server/domain/glass/expectation.ts';
import type { PaintedReport, Seat } from '../../../server/domain/glass/ports.ts';
import { wallGlass } from '../../../server/domain/glass/wall-glass.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { viewOf } from '../../../shared/rules/view.ts';
import { glassReport } from '../../support/glass-report.ts';

const SHOW_AT = 1_000_000;
const due = { scene: 'storm', sceneRevision: 1, direction: 4, past: false };
const expected: Expectation = { now: due, before: due, decidedAt: SHOW_AT, showAt: SHOW_AT, ownChoice: null };

function judged(position: string, said: Partial<PaintedReport>) {
  const { samples: _, ...report } = glassReport({ scene: 'storm', sceneRevision: 1, ...said });
  const at = SHOW_AT + 9_000;
  const glass = {
    display: position,
    node: 'a',
    writtenAt: at,
    connected: true,
    connectedAt: 0,
    aliveAt: at,
    leftAt: null,
    heardAt: at,
    framesAt: at,
    lagMs: 0,
    report,
  };
  const seat: Seat = { display: position, name: position, wall: 'wall', position, audience: 'operators', seenAt: at, glass };
  return { seat, expected, verdict: { state: 'online' as const, faults: [], lateTiles: [], detail: null } };
}

test('TRUTH7 each display’s skew and the spread are of those that made the newest change, and of no page that came later', () => {
  const glass = wallGlass(
    'wall',
    [
      judged('A1', { direction: 4, switchedAt: epochMs(SHOW_AT + 12), preparedMs: 900 }),
      judged('B1', { direction: 4, switchedAt: epochMs(SHOW_AT - 5) }),
      judged('C1', { direction: 4, switchedAt: null }),
      judged('D1', { direction: 3, switchedAt: epochMs(SHOW_AT - 90_000) }),
    ],
    SHOW_AT + 9_000,
  );
  expect(glass.displays.map(({ skewMs }) => skewMs)).toEqual([12, -5, null, null]);
  expect(glass.displays.map(({ preparedMs }) => preparedMs)).toEqual([900, null, null, null]);
  expect(glass.switch).toEqual({ revision: 4, showAt: SHOW_AT, spreadMs: 17, displays: 2 });
  expect(wallGlass('wall', [judged('C1', { direction: 4, switchedAt: null })], SHOW_AT).switch).toBeNull();
});

test('TRUTH9 who may see less than a display sees it not, whatever the wall shows', () => {
  const display = viewOf({ role: 'display', areas: null, audience: 'operators' });
  const person = (role: 'leader' | 'auditor' | 'duty-officer', areas: string[] | null = null) =>
    viewOf({ role, areas: areas as never, audience: 'operators' });
  expect(maySeeCapture(person('leader'), display)).toBe(true);
  expect(maySeeCapture(person('auditor'), display)).toBe(false);
  expect(maySeeCapture(person('auditor'), viewOf({ role: 'display', areas: null, audience: 'visitors' }))).toBe(false);
  expect(maySeeCapture(person('duty-officer', ['11914']), display)).toBe(false);
  expect(maySeeCapture(person('duty-officer'), { ...display, personal: { ...display.personal, plate: 'full' } })).toBe(false);
});
