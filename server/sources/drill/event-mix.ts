import type { CameraEventType, Severity } from '../../../shared/model/vocabulary.ts';
import type { Rhythm } from './rhythm.ts';

/**
 * What cameras see on an ordinary day, by the four duties of DT-5.1: security, traffic, urban order, environment; and their
 * own health. `perDay` is for the whole city; what is routine is low, so that an ordinary hour stays quiet.
 */
export type EventKind = {
  type: CameraEventType;
  weight: number;
  rhythm: Rhythm;
  /** Shares of critical, high and medium; the rest is low. */
  graver: readonly [critical: number, high: number, medium: number];
  seconds: readonly [shortest: number, longest: number];
  labels: readonly (string | null)[];
  zones: readonly string[];
  speed: readonly [lowest: number, highest: number] | null;
  /** How often the storm multiplies it. */
  inStorm: number;
};

const VEHICLES = ['motorcycle', 'motorcycle', 'motorcycle', 'car', 'car', 'truck', 'bus'] as const;
const LANES = ['lan_1', 'lan_2', 'lan_3'] as const;
const NEVER = [0, 0, 0] as const;

type Row = readonly [
  type: CameraEventType,
  perDay: number,
  rhythm: Rhythm,
  graver: EventKind['graver'],
  seconds: EventKind['seconds'],
  labels: EventKind['labels'],
  zones: readonly string[],
  speed?: EventKind['speed'],
  inStorm?: number,
];

const ROWS: readonly Row[] = [
  // Security.
  ['object', 13_000, 'people', NEVER, [4, 25], ['person', 'person', 'motorcycle', 'car'], ['via_he', 'cong_chinh'], null, 0.4],
  ['loitering', 240, 'people', [0, 0, 0.03], [60, 420], ['person'], ['cong_chinh', 'bai_xe'], null, 0.2],
  ['intrusion', 60, 'flat', [0, 0.06, 0.3], [20, 180], ['person'], ['hang_rao', 'kho']],
  ['crowd', 90, 'people', [0, 0.02, 0.2], [180, 1500], ['person'], ['quang_truong', 'cong_cho'], null, 0.3],
  ['object-left', 45, 'people', [0, 0.03, 0.25], [120, 900], ['bag', 'box'], ['nha_cho', 'cong_chinh']],
  ['fight', 9, 'people', [0, 0.5, 0.5], [40, 240], ['person'], ['via_he']],
  ['weapon', 1, 'flat', [0.5, 0.5, 0], [30, 120], ['knife'], ['via_he']],
  ['watch-listed-plate', 12, 'traffic', [0, 0.2, 0.8], [5, 15], ['car', 'motorcycle'], LANES, [25, 70]],
  // Traffic safety.
  ['plate', 11_500, 'traffic', NEVER, [2, 8], VEHICLES, LANES, [18, 62], 0.5],
  ['line-crossing', 4_200, 'traffic', NEVER, [3, 12], VEHICLES, ['vach_dung', 'lan_2'], [8, 45], 0.5],
  ['red-light', 1_500, 'traffic', [0, 0, 0.01], [3, 10], VEHICLES, ['vach_dung'], [10, 48]],
  ['stopping', 1_700, 'traffic', [0, 0, 0.01], [45, 500], ['car', 'truck', 'bus'], ['lan_1', 'cam_dung']],
  ['wrong-way', 160, 'traffic', [0, 0.02, 0.2], [8, 40], ['motorcycle', 'car'], LANES, [12, 40]],
  ['congestion', 260, 'traffic', [0, 0.02, 0.2], [240, 1300], [null], LANES, [3, 12], 3],
  ['accident', 26, 'traffic', [0.04, 0.3, 0.5], [600, 2700], ['car', 'motorcycle'], LANES, null, 4],
  // Urban order and the environment.
  ['pavement-trading', 620, 'people', [0, 0, 0.01], [300, 2400], ['person', 'cart'], ['via_he'], null, 0.1],
  ['waste-dumping', 110, 'people', [0, 0, 0.08], [15, 90], ['person', 'bag'], ['bai_rac', 'bo_kenh'], null, 0.2],
  ['smoke', 14, 'people', [0, 0.1, 0.5], [120, 900], ['smoke'], ['mai_nha'], null, 0.1],
  ['fire', 3, 'flat', [0.4, 0.6, 0], [900, 3600], ['fire'], ['mai_nha'], null, 0.5],
  // The camera's own health.
  ['signal-loss', 70, 'flat', [0, 0, 0.08], [30, 400], [null], [], null, 6],
  ['picture-dark', 40, 'flat', NEVER, [60, 900], [null], [], null, 2],
  ['tamper', 4, 'flat', [0, 0.2, 0.6], [30, 200], [null], []],
];

export const EVENT_MIX: readonly EventKind[] = ROWS.map(
  ([type, perDay, rhythm, graver, seconds, labels, zones, speed = null, inStorm = 1]): EventKind => ({
    type,
    weight: perDay / 1440,
    rhythm,
    graver,
    seconds,
    labels,
    zones,
    speed,
    inStorm,
  }),
);

export function severityOf(graver: EventKind['graver'], luck: number): Severity {
  if (luck < graver[0]) return 'critical';
  if (luck < graver[0] + graver[1]) return 'high';
  return luck < graver[0] + graver[1] + graver[2] ? 'medium' : 'low';
}
