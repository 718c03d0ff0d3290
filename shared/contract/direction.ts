import { z } from 'zod';
import { type Audience, SEVERITIES } from '../model/vocabulary.ts';
import { EpochMsField, IdField, LngLatField, text } from './fields.ts';
import { Scene, SceneMeasurement, type ScenePublished } from './scene.ts';
import { PositionField, type WallDefined } from './wall.ts';

/**
 * What people told a wall to show. The whole of it is one entry `wall.directed` per wall, so that every display of every node,
 * a late joiner and a replay read the same; which scene is up follows from it and the clock by `shared/rules/direction.ts`.
 */

/** How grave a reason is, most first: the first that has something to show wins. */
export const LAYERS = ['emergency', 'override', 'triggered', 'schedule', 'default'] as const;
export type Layer = (typeof LAYERS)[number];

/** Over every schedule until a person takes it back. */
export const EmergencyLayer = z.strictObject({ scene: IdField, reason: text(200), since: EpochMsField });
/** Takes itself back at `until`. */
export const OverrideLayer = z.strictObject({
  scene: IdField,
  reason: z.string().max(200).normalize('NFC').nullable(),
  since: EpochMsField,
  until: EpochMsField,
});

export const Banner = z.strictObject({ text: text(200), severity: z.enum(SEVERITIES), since: EpochMsField, until: EpochMsField });
export type Banner = z.output<typeof Banner>;

/** Something held before everybody's eyes in a scene's focus zone: a camera by its id, or a place with its name. */
export const PinTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('camera'), id: IdField }),
  z.strictObject({ kind: z.literal('place'), name: text(120), at: LngLatField }),
]);
export type PinTarget = z.output<typeof PinTarget>;
export const Pin = z.strictObject({ target: PinTarget, since: EpochMsField, until: EpochMsField });
export type Pin = z.output<typeof Pin>;

export const REPLAY_SPEEDS = [1, 2, 5, 10, 30, 60] as const;
/**
 * The wall shows the past: at the server's time t it stands at `from + (t - since) × speed`, never past `to`; so all its displays
 * agree without a word. `speed` 0: paused at `from`. `name`: of the frozen briefing that this is, null for a free replay.
 */
export const ReplayOrder = z.strictObject({
  from: EpochMsField,
  to: EpochMsField.nullable(),
  since: EpochMsField,
  speed: z.number().min(0).max(60),
  name: z.string().max(120).normalize('NFC').nullable(),
});
export type ReplayOrder = z.output<typeof ReplayOrder>;

export const WallDirected = z.strictObject({
  /** Counts the directions of this wall from 1: what displays report having painted, and what two desks cannot both follow. */
  revision: z.int().positive(),
  /** From when on it holds, by the server's clock; until then displays prepare, then all change at once. */
  showAt: EpochMsField,
  emergency: EmergencyLayer.nullable(),
  override: OverrideLayer.nullable(),
  banner: Banner.nullable(),
  pin: Pin.nullable(),
  /** The tile of the scene that takes the whole wall; null: none. */
  fullTile: IdField.nullable(),
  /** The picture stands still as it was then; nothing on it looks live. */
  frozenAt: EpochMsField.nullable(),
  replay: ReplayOrder.nullable(),
});
export type WallDirected = z.output<typeof WallDirected>;

/** Who runs the wall now, seen by everybody at a desk: entry `wall.controlled`. */
export const WallControlled = z.strictObject({
  holder: z.strictObject({ id: IdField, name: text(200), since: EpochMsField }).nullable(),
  /** Who asks for it; unanswered for `CONTROL_ANSWER_MS`, it is theirs to take. */
  request: z.strictObject({ id: IdField, name: text(200), at: EpochMsField }).nullable(),
});
export type WallControlled = z.output<typeof WallControlled>;
export const CONTROL_ANSWER_MS = 30_000;

/** What stands in a wall's focus zone: decided by one node, seen by all. Ids alone: what a viewer may not see stays unknown. */
export const FOCUS_KINDS = ['camera-event.observed', 'field-report.recorded'] as const;
export const WallFocused = z.strictObject({
  /** null: the zone is given back. `since`: when it got the zone; `severity`: what it was taken for. */
  incident: z
    .strictObject({ kind: z.enum(FOCUS_KINDS), id: IdField, since: EpochMsField, severity: z.enum(['critical', 'high']).optional() })
    .nullable(),
  /** The nearest cameras and the reports that belong to it, nearest first. */
  cameras: z.array(IdField).max(6),
  reports: z.array(IdField).max(6),
  /** Severe events that wait for the zone. */
  waiting: z.int().nonnegative(),
  /** Whether a person said that they have it; only then may the next critical take its place. */
  acknowledged: z.boolean(),
  acknowledgedAt: EpochMsField.nullable().optional(),
  acknowledgedBy: text(200).nullable().optional(),
  /** Severe events that were let go because more waited than the queue holds, since the zone was last free. */
  dropped: z.int().nonnegative().optional(),
  /** Incidents that had the zone, or were let go, and still last: they do not come again unless they grow critical. */
  done: z
    .array(z.strictObject({ id: IdField, critical: z.boolean() }))
    .max(200)
    .optional(),
});
export type WallFocused = z.output<typeof WallFocused>;

/** Of what kinds what raises a scene is. */
export const CAUSE_KINDS = ['camera-event.observed', 'field-report.recorded', 'sensor.observed', 'indicator.valued'] as const;
export const CauseNamed = z.strictObject({
  kind: z.enum(CAUSE_KINDS),
  id: IdField,
  /** What was measured when it raised the scene; null: nothing is measured of it. */
  value: z.number().nullable(),
});
export type CauseNamed = z.output<typeof CauseNamed>;

/**
 * Which triggers of a wall are raised: entry `wall.triggered`, all of it, decided by one node. It carries its own moments, so that
 * every display, desk and replay shows the same from it and the clock, and whichever node goes on knows all it must.
 */
export const TriggerRaised = z.strictObject({
  /** As the wall's set-up calls it. */
  name: text(60),
  /** When as many as it takes were there. */
  since: EpochMsField,
  /** When its scene comes up: all displays at once. */
  from: EpochMsField,
  /** When its scene goes; null: what raised it lasts. */
  until: EpochMsField.nullable(),
  /** One of what raised it; null: whoever looks may not know. */
  cause: CauseNamed.nullable(),
  /** How many there were. */
  count: z.int().positive(),
});
export type TriggerRaised = z.output<typeof TriggerRaised>;
export const WallTriggered = z.strictObject({ raised: z.array(TriggerRaised).max(20) });
export type WallTriggered = z.output<typeof WallTriggered>;

/** How long before `showAt` a direction is committed: time for the slowest display to prepare. An emergency waits less. */
export const PREPARE_MS = 600;
/** A wall whose displays are slower is given more, and no more than this: somebody waits for it. */
export const PREPARE_MAX_MS = 5_000;
export const PREPARE_EMERGENCY_MS = 300;

const DurationField = z
  .int()
  .min(10_000)
  .max(7 * 86_400_000);

/**
 * What a desk may say (`wall:direct`, and holding the control; `emergency`, `control` and `acknowledge` do without it).
 *   `POST /walls/v1/:id/direction` `WallOrder` → 200 `WallOrderAnswer`; 404; 409 `WallConflict`; 422
 */
export const WallOrder = z.discriminatedUnion('order', [
  z.strictObject({
    order: z.literal('show'),
    scene: IdField,
    forMs: DurationField,
    reason: z.string().max(200).normalize('NFC').nullable().default(null),
  }),
  z.strictObject({ order: z.literal('resume') }),
  z.strictObject({ order: z.literal('emergency'), scene: IdField, reason: text(200) }),
  z.strictObject({ order: z.literal('end-emergency') }),
  z.strictObject({ order: z.literal('banner'), text: text(200), severity: z.enum(SEVERITIES), forMs: DurationField }),
  z.strictObject({ order: z.literal('end-banner') }),
  z.strictObject({ order: z.literal('pin'), target: PinTarget, forMs: DurationField }),
  z.strictObject({ order: z.literal('unpin') }),
  z.strictObject({ order: z.literal('full-tile'), tile: IdField.nullable() }),
  z.strictObject({ order: z.literal('freeze') }),
  z.strictObject({ order: z.literal('unfreeze') }),
  /** Also for pause (`speed` 0), seek and another speed: always the whole of it. */
  z.strictObject({
    order: z.literal('replay'),
    at: EpochMsField,
    to: EpochMsField.nullable().default(null),
    speed: z.union([z.literal(0), ...REPLAY_SPEEDS.map((n) => z.literal(n))]),
    name: text(120).nullable().default(null),
  }),
  z.strictObject({ order: z.literal('live') }),
  z.strictObject({ order: z.literal('control'), act: z.enum(['take', 'request', 'grant', 'decline', 'release']) }),
  /** Somebody has the incident in the focus zone: `id` as it stands there. */
  z.strictObject({ order: z.literal('acknowledge'), id: IdField }),
]);
export type WallOrder = z.output<typeof WallOrder>;

export type WallOrderAnswer = { direction: WallDirected | null; control: WallControlled | null; seq: number | null };
/** `control`: another person holds the wall. `unknown-scene`, `nothing`: there is no such scene, or nothing to take back. */
export const WALL_CONFLICTS = ['control', 'unknown-scene', 'nothing', 'ahead'] as const;
export type WallConflict = { code: (typeof WALL_CONFLICTS)[number]; title: string; status: 409; holder?: string };

/**
 * What a wall is and what it shows now, for a desk.
 *   `GET /walls/v1/:id` (`wall:read`)              → `WallStanding`; 404
 *   `PUT /walls/v1/:id` (`wall:define`) `WallDefined` → 200 `{seq}`; 404; 422
 */
export type WallStanding = {
  /** The server's clock. */
  at: number;
  id: string;
  name: string;
  audience: Audience;
  /** null: nobody set it up, one screen as large as its window. */
  definition: WallDefined | null;
  direction: WallDirected | null;
  control: WallControlled | null;
  focus: WallFocused | null;
  /** The scene that is up, its revision (0: as it came with the product) and why. */
  up: {
    scene: string;
    revision: number;
    why: { layer: Layer; reason: string | null; until: number | null; trigger: TriggerRaised | null };
  };
};

/**
 *   `POST /scenes/v1/:id` (`scene:publish`) `ScenePublication` → 200 `ScenePublicationAnswer`; 409 `SceneConflict`; 422
 *   `GET  /scenes/v1/:id/versions` (`wall:read`)               → `SceneVersionList`; 404
 */
export const ScenePublication = z.strictObject({
  scene: Scene,
  /** The revision that was worked on; 0: it was never published. */
  basedOn: z.int().nonnegative(),
  note: z.string().trim().max(300).normalize('NFC').nullable().default(null),
  measured: SceneMeasurement.nullable().default(null),
});
export type ScenePublication = z.output<typeof ScenePublication>;
export type ScenePublicationAnswer = { revision: number; seq: number | null };
/** Somebody else published meanwhile; null: of a revision that never was. */
export type SceneConflict = { code: 'overtaken'; title: string; status: 409; revision: number; by: string | null; at: number | null };
export type SceneVersionList = {
  /** The newest first. */
  versions: (ScenePublished & { seq: number; at: number; by: string | null })[];
};

/** What one display is told to do: entry `display.commanded`, one subject per display. A page obeys what is newer than itself. */
export const DISPLAY_COMMANDS = ['reload', 'capture'] as const;
export const DisplayCommanded = z.strictObject({
  wall: IdField,
  position: PositionField,
  command: z.enum(DISPLAY_COMMANDS),
  /** Of a capture: under which id its picture is handed in. */
  capture: IdField.nullable(),
  issuedAt: EpochMsField,
});
export type DisplayCommanded = z.output<typeof DisplayCommanded>;
