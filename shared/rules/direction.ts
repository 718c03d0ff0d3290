import type { Layer, TriggerRaised, WallDirected, WallTriggered } from '../contract/direction.ts';
import type { DimSlot, ScheduleSlot, Showing, WallDefined } from '../contract/wall.ts';
import type { EpochMs } from '../model/ids.ts';
import { DRILL_TRIGGERS, triggeredOn } from './triggers.ts';

/** Which scene is up on a wall and why: pure, from what is directed and the clock, the same on every display, desk and node. */

export type Why = {
  layer: Layer;
  /** What a person said, or null. */
  reason: string | null;
  /** When this ends by itself; null: it does not. */
  until: number | null;
  /** What brought it up by itself; null: nothing did. */
  trigger: TriggerRaised | null;
};
export type OnWall = { scene: string; why: Why };

/** What a wall is that nobody set up. */
export const UNSET_WALL: Pick<WallDefined, 'geometry' | 'default' | 'schedule' | 'dimming' | 'triggers'> = {
  geometry: null,
  default: { scenes: ['standby'], dwellMs: 60_000 },
  schedule: [],
  dimming: [],
  triggers: DRILL_TRIGGERS,
};

const DAY_MS = 86_400_000;
/** The centre's own time has no daylight saving: a day begins at 17:00 UTC. */
const ZONE_MS = 7 * 3_600_000;

type Plan = Pick<WallDefined, 'default' | 'schedule' | 'triggers'>;
type Orders = Pick<WallDirected, 'emergency' | 'override'>;

export const NO_ORDERS: Orders = { emergency: null, override: null };

/** Emergency > override > triggered > schedule > default (SWITCH1). `triggered`: as the log has it; `now`: the server's clock. */
export function sceneOn(plan: Plan, orders: Orders, triggered: WallTriggered | null, now: number): OnWall {
  const { emergency, override } = orders;
  const up = (scene: string, layer: Layer, why: Partial<Why>): OnWall => ({
    scene,
    why: { layer, reason: null, until: null, trigger: null, ...why },
  });
  if (emergency) return up(emergency.scene, 'emergency', { reason: emergency.reason });
  if (override && now < override.until) return up(override.scene, 'override', { reason: override.reason, until: override.until });
  const raised = triggeredOn(plan.triggers ?? [], triggered, now);
  if (raised) return up(raised.scene, 'triggered', { reason: raised.why.name, until: raised.until, trigger: raised.why });
  const slot = plan.schedule.find((one) => isIn(one, now));
  if (slot) return up(turnOf(slot.showing, now), 'schedule', { until: endOf(slot, now) });
  return up(turnOf(plan.default, now), 'default', {});
}

/** Whose turn it is: `floor(t / dwell) mod n`, so that every display knows it without being told. */
export const turnOf = ({ scenes, dwellMs }: Showing, now: number): string =>
  scenes[Math.floor(now / dwellMs) % scenes.length] ?? (scenes[0] as string);

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const dayOf = (now: number): number => Math.floor((now + ZONE_MS) / DAY_MS);
/** Day 0 of the epoch was a Thursday. */
const weekdayOf = (day: number): number => ((day + 3) % 7) + 1;
const minuteOfDay = (now: number): number => Math.floor((((now + ZONE_MS) % DAY_MS) + DAY_MS) % DAY_MS) / 60_000;

/** The stretch of a slot that holds now, in EpochMs; null: it does not. */
function stretchOf({ days, from, to }: Pick<ScheduleSlot, 'days' | 'from' | 'to'>, now: number): { from: number; to: number } | null {
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  const length = (end > begin ? end - begin : end - begin + 1440) * 60_000;
  for (const day of [dayOf(now), dayOf(now) - 1]) {
    if (!days.includes(weekdayOf(day))) continue;
    const at = day * DAY_MS - ZONE_MS + begin * 60_000;
    if (now >= at && now < at + length) return { from: at, to: at + length };
  }
  return null;
}
const isIn = (slot: ScheduleSlot, now: number): boolean => stretchOf(slot, now) !== null;
const endOf = (slot: ScheduleSlot, now: number): number | null => stretchOf(slot, now)?.to ?? null;

/**
 * The next moment at which something may look different without a new direction: an override that ends, a trigger's scene that comes
 * or goes, a slot that begins or ends, a turn, midnight. Never later than the truth, and at least one millisecond ahead.
 */
export function nextChange(plan: Plan, orders: Orders, triggered: WallTriggered | null, now: number): number {
  const moments: number[] = [(dayOf(now) + 1) * DAY_MS - ZONE_MS];
  if (orders.override && orders.override.until > now) moments.push(orders.override.until);
  for (const { from, until } of triggered?.raised ?? []) {
    if (from > now) moments.push(from);
    if (until !== null && until > now) moments.push(until);
  }
  const today = dayOf(now) * DAY_MS - ZONE_MS;
  for (const slot of plan.schedule)
    for (const time of [slot.from, slot.to]) {
      const at = today + minutesOf(time) * 60_000;
      if (at > now) moments.push(at);
    }
  for (const { scenes, dwellMs } of [plan.default, ...plan.schedule.map(({ showing }) => showing)])
    if (scenes.length > 1) moments.push((Math.floor(now / dwellMs) + 1) * dwellMs);
  return Math.min(...moments);
}

/** Light and palette of this minute: the first slot that holds; none: full light. */
export function dimAt(slots: readonly DimSlot[], now: number): { level: number; night: boolean } {
  const minute = minuteOfDay(now);
  for (const { from, to, level, night } of slots) {
    const [begin, end] = [minutesOf(from), minutesOf(to)];
    const holds = begin < end ? minute >= begin && minute < end : minute >= begin || minute < end;
    if (holds) return { level, night };
  }
  return { level: 1, night: false };
}

/** The moment that a replaying wall shows at the server's time `now`. */
export function replayMoment({ from, to, since, speed }: NonNullable<WallDirected['replay']>, now: number): EpochMs {
  const at = from + Math.max(0, now - since) * speed;
  return Math.round(to === null ? at : Math.min(at, to)) as EpochMs;
}
