/** The closed word lists of the centre. Order matters where it says so. */

/** Most severe first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Who may see an entry at all; `can` and views are built on it. */
export const CLASSIFICATIONS = ['public', 'internal', 'police', 'personal'] as const;
export type Classification = (typeof CLASSIFICATIONS)[number];

/** Who is in the room with a wall. */
export const AUDIENCES = ['operators', 'leaders', 'visitors', 'press'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Before 1 July 2025 there were districts between province and commune; the hierarchy is data and has as many levels as it needs. */
export const AREA_KINDS = ['province', 'district', 'ward', 'commune', 'township', 'special-zone'] as const;

/** What a person of the centre is there to do (AG-4.4, BP-15.2); what each may do is `shared/rules/access.ts`. */
export const ROLES = [
  'administrator',
  'duty-officer',
  'shift-lead',
  'camera-desk',
  'handling-unit',
  'leader',
  'auditor',
  'data-steward',
] as const;
export type Role = (typeof ROLES)[number];

/** Personal data that an entry can carry (AG-12). */
export const PERSONAL_FIELDS = ['plate', 'phone', 'name', 'face'] as const;
export type PersonalField = (typeof PERSONAL_FIELDS)[number];

/** The domains of HP-14.3 a–đ, in the order of the regulation; utilities and shared systems are DT-5.4 and DT-5.5. */
export const DOMAINS = [
  'socio-economic',
  'security',
  'traffic',
  'government',
  'citizen',
  'health',
  'education',
  'culture',
  'agriculture-environment',
  'construction',
  'justice',
  'industry-trade',
  'finance',
  'home-affairs',
  'science-technology',
  'utilities',
  'shared-systems',
] as const;
export type Domain = (typeof DOMAINS)[number];

/** What a camera can see, by the four duties of DT-5.1; the last three are the camera's own health. */
export const CAMERA_EVENT_TYPES = [
  'intrusion',
  'crowd',
  'fight',
  'weapon',
  'loitering',
  'object-left',
  'watch-listed-plate',
  'plate',
  'red-light',
  'wrong-way',
  'stopping',
  'congestion',
  'accident',
  'line-crossing',
  'pavement-trading',
  'waste-dumping',
  'smoke',
  'fire',
  'flood',
  'object',
  'signal-loss',
  'picture-dark',
  'tamper',
] as const;
export type CameraEventType = (typeof CAMERA_EVENT_TYPES)[number];

export const CAMERA_STATES = ['live', 'degraded', 'offline', 'unknown'] as const;
export type CameraState = (typeof CAMERA_STATES)[number];

/** The life of a field report, in order. `returned` and `withdrawn` are side exits. */
export const REPORT_STATES = [
  'received',
  'verified',
  'classified',
  'forwarded',
  'in-progress',
  'resolved',
  'published',
  'closed',
  'returned',
  'withdrawn',
] as const;
export type ReportState = (typeof REPORT_STATES)[number];

export const REPORT_CHANNELS = ['hotline', 'app', 'portal', 'api', 'open311'] as const;
export const REPORT_CATEGORIES = [
  'traffic',
  'urban-order',
  'environment',
  'flooding',
  'water-supply',
  'drainage',
  'lighting',
  'waste',
  'security',
  'fire-rescue',
  'construction',
  'public-service',
  'other',
] as const;

export const SENSOR_MEASURES = [
  'water-level',
  'rainfall',
  'wind-speed',
  'air-quality',
  'temperature',
  'humidity',
  'flow',
  'voltage',
] as const;
export const DEVICE_STATES = ['ok', 'low-battery', 'fault', 'offline'] as const;

export const INDICATOR_PERIODS = ['realtime', 'hour', 'day', 'week', 'month', 'quarter', 'half-year', 'year'] as const;
/** Which way is better. */
export const DIRECTIONS = ['up', 'down', 'none'] as const;
export const VALUE_QUALITIES = ['good', 'provisional', 'suspect'] as const;

export const FEEDS = ['frigate', 'http', 'drill', 'reference'] as const;
export const SOURCE_STATES = ['online', 'silent', 'offline', 'unknown'] as const;

/** How long entries are kept: partitions of a class are dropped together. */
export const RETENTIONS = ['operational', 'record'] as const;
export type Retention = (typeof RETENTIONS)[number];
