import { type CameraEventType, SEVERITIES, type Severity } from '../../../shared/model/vocabulary.ts';

/** What a detector's label in a zone means to an operator, and how severe it is. Data: a centre hands in its own table. */
export type MappingRule = {
  /** Any of these; absent: every label. */
  labels?: readonly string[];
  /** The zone's name, or its beginning up to an underscore ("cam_dung" fits "cam_dung_2"); absent: wherever it is. */
  zone?: string;
  /** Only what stands still. */
  stationary?: true;
  type: CameraEventType;
  /** When Frigate calls it an alert, and when it is a mere detection. */
  alert: Severity;
  detection: Severity;
};

const VEHICLES = ['car', 'motorcycle', 'bus', 'truck', 'bicycle', 'school_bus', 'garbage_truck'] as const;
const PEOPLE = ['person', 'face'] as const;

/**
 * First match wins. Labels are Frigate's (COCO, Frigate+ and its audio labels), zones are named as the centre's cameras are
 * set up (Vietnamese words without marks, since Frigate's zone names are ASCII).
 */
export const DEFAULT_MAPPING: readonly MappingRule[] = [
  { labels: ['fire', 'fire_alarm'], type: 'fire', alert: 'critical', detection: 'high' },
  { labels: ['smoke', 'smoke_detector'], type: 'smoke', alert: 'critical', detection: 'high' },
  { labels: ['gun', 'knife', 'weapon', 'gunshot'], type: 'weapon', alert: 'critical', detection: 'high' },
  { labels: ['fight', 'scream', 'yell'], type: 'fight', alert: 'high', detection: 'medium' },
  { labels: ['accident', 'crash'], type: 'accident', alert: 'critical', detection: 'high' },
  { labels: ['flood', 'water'], zone: 'ngap', type: 'flood', alert: 'high', detection: 'medium' },
  { labels: VEHICLES, zone: 'nguoc_chieu', type: 'wrong-way', alert: 'high', detection: 'medium' },
  { labels: VEHICLES, zone: 'den_do', type: 'red-light', alert: 'high', detection: 'medium' },
  { labels: VEHICLES, zone: 'cam_dung', stationary: true, type: 'stopping', alert: 'medium', detection: 'low' },
  { labels: VEHICLES, zone: 'vach_dung', type: 'line-crossing', alert: 'medium', detection: 'low' },
  { labels: VEHICLES, zone: 'via_he', stationary: true, type: 'stopping', alert: 'medium', detection: 'low' },
  { labels: ['stall', 'umbrella'], zone: 'via_he', type: 'pavement-trading', alert: 'medium', detection: 'low' },
  { labels: [...PEOPLE, ...VEHICLES], zone: 'vung_cam', type: 'intrusion', alert: 'high', detection: 'medium' },
  { labels: PEOPLE, zone: 'lang_vang', type: 'loitering', alert: 'medium', detection: 'low' },
  { labels: ['backpack', 'suitcase', 'handbag', 'package'], stationary: true, type: 'object-left', alert: 'high', detection: 'low' },
  { labels: ['garbage', 'waste_bin', ...PEOPLE, ...VEHICLES], zone: 'do_rac', type: 'waste-dumping', alert: 'medium', detection: 'low' },
  { labels: ['license_plate'], type: 'plate', alert: 'low', detection: 'low' },
  { type: 'object', alert: 'medium', detection: 'low' },
];

export type Judged = { type: CameraEventType; severity: Severity };

/** Labels come as "person", or "person-verified" once someone or a classifier confirmed them. */
const plain = (label: string): string => label.replace(/-verified$/, '').toLowerCase();

const fits = (rule: MappingRule, labels: readonly string[], zones: readonly string[], stationary: boolean): boolean =>
  (!rule.labels || labels.some((label) => rule.labels?.includes(plain(label)))) &&
  (!rule.zone || zones.some((zone) => zone === rule.zone || zone.startsWith(`${rule.zone}_`))) &&
  (!rule.stationary || stationary);

/** @param labels usually one; a review that stands alone may name several. */
export function judge(
  mapping: readonly MappingRule[],
  seen: { labels: readonly string[]; zones: readonly string[]; stationary: boolean; rank: 'alert' | 'detection' | null },
): Judged {
  const rule = mapping.find((one) => fits(one, seen.labels, seen.zones, seen.stationary));
  if (!rule) return { type: 'object', severity: 'low' };
  return { type: rule.type, severity: seen.rank ? rule[seen.rank] : 'low' };
}

export const worse = (a: Severity, b: Severity): Severity => (SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b);
