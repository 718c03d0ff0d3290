import { expect, test } from 'vitest';
import { createWords } from '../../../client/app/i18n.ts';
import { folded, markWords } from '../../../client/screens/replay/marks.ts';
import vi from '../../../client/screens/replay/vi.json';
import { TILES } from '../../../client/tiles/registry.ts';
import type { ReplayMark } from '../../../shared/contract/replay.ts';
import { CAMERA_EVENT_TYPES, PERSONAL_FIELDS, REPORT_CATEGORIES } from '../../../shared/model/vocabulary.ts';

const MINUTE = 60_000;
const mark = (of: Partial<ReplayMark>): ReplayMark => ({
  ...{ at: 0, seq: 1, kind: 'camera-event', severity: 'high', id: 'e1', what: null, subject: null, wall: null, actor: null },
  ...of,
});
const jam = { kind: 'camera-event', type: 'congestion', camera: 'Camera Cầu Rào', area: 'Phường Lê Chân' } as const;

const page = createWords(TILES);
page.addResourceBundle('vi', 'replay', vi);
const word = (key: string): string => String(page.t(key, { lng: 'vi' }));
const t = (key: string): string => String(page.getFixedT('vi', 'replay')(key));
const said = (of: Partial<ReplayMark>): string => markWords(mark(of), t, word);

test('REPLAY12 what repeats within ten minutes is one line at its first moment; another place, grade or person is another', () => {
  const at = (minutes: number, of: Partial<ReplayMark> = {}): ReplayMark => mark({ at: minutes * MINUTE, subject: jam, ...of });
  const lines = folded([
    at(0),
    at(3, { severity: 'critical' }),
    at(5),
    at(9, { subject: { ...jam, camera: 'Camera Cầu Bính' } }),
    at(15),
    at(26),
    at(27, { kind: 'direction', what: 'freeze', actor: 'Lan', subject: null }),
    at(28, { kind: 'direction', what: 'freeze', actor: 'Bình', subject: null }),
  ]);
  expect(lines.map(({ mark: { at: began }, count, until }) => [began / MINUTE, count, until / MINUTE])).toEqual([
    [0, 3, 15],
    [3, 1, 3],
    [9, 1, 9],
    [26, 1, 26],
    [27, 1, 27],
    [28, 1, 28],
  ]);
});

test('REPLAY12 a mark is said in the words of the wall, and what its viewer may not know is left out', () => {
  expect(said({ subject: jam })).toBe('Ùn tắc giao thông, Camera Cầu Rào, Lê Chân');
  expect(said({ subject: { ...jam, camera: 'Camera Lê Chân 2' } })).toBe('Ùn tắc giao thông, Camera Lê Chân 2');
  expect(said({ subject: { ...jam, camera: null } })).toBe('Ùn tắc giao thông, Lê Chân');
  expect(said({ subject: { ...jam, camera: null, area: null } })).toBe('Ùn tắc giao thông');
  const report = { kind: 'field-report', category: 'flooding', address: null, summary: 'Nước ngập nửa bánh xe', area: null } as const;
  expect(said({ kind: 'field-report', subject: report })).toBe('Ngập úng, Nước ngập nửa bánh xe');
  expect(said({ kind: 'focus', what: 'acknowledge', subject: jam, wall: 'Tường chính' })).toBe(
    'nhận sự việc: Ùn tắc giao thông, Camera Cầu Rào, Lê Chân · Tường chính',
  );
  expect(said({ kind: 'reveal', what: 'plate', subject: null })).toBe('mở biển số đang che');
});

test('REPLAY13 every act and every kind of event has its words', () => {
  const acts: Partial<Record<ReplayMark['kind'], readonly string[]>> = {
    drill: ['running', 'ended'],
    briefing: ['kept'],
    direction: [
      ...['show', 'resume', 'emergency', 'end-emergency', 'banner', 'end-banner', 'pin', 'unpin'],
      ...['full-tile', 'freeze', 'unfreeze', 'replay', 'live'],
    ],
    control: ['holds', 'released', 'asked', 'declined'],
    focus: ['focus', 'acknowledge'],
    display: ['reload', 'capture'],
    scene: ['published'],
    wall: ['defined'],
    reveal: PERSONAL_FIELDS,
  };
  for (const [kind, all] of Object.entries(acts))
    for (const what of all) expect([kind, what, said({ kind: kind as ReplayMark['kind'], what })]).not.toContain(`act.${kind}.${what}`);
  for (const type of CAMERA_EVENT_TYPES) expect(said({ subject: { ...jam, type } })).not.toContain('cameraEvent');
  for (const category of REPORT_CATEGORIES)
    expect(
      said({ kind: 'field-report', subject: { kind: 'field-report', category, address: 'x', summary: 'y', area: null } }),
    ).not.toContain('reportCategory');
});
