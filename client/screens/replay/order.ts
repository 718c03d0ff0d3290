import type { ReplayOrder } from '../../../shared/contract/direction.ts';
import { type EpochMs, epochMs } from '../../../shared/model/ids.ts';
import { replayMoment } from '../../../shared/rules/direction.ts';

/** What a hand at the desk does to an order: always a whole new one, from where it stands at the server's time `now`. */

const DAY_MS = 86_400_000;
const ZONE_MS = 7 * 3_600_000;

export const pausedAt = (at: number, now: number): ReplayOrder => ({
  from: epochMs(Math.round(at)),
  to: null,
  since: epochMs(Math.round(now)),
  speed: 0,
  name: null,
});

const from = (order: ReplayOrder, at: number, speed: number, now: number): ReplayOrder => ({
  ...order,
  from: epochMs(Math.round(at)),
  since: epochMs(Math.round(now)),
  speed,
});

/** Goes on at another speed; 0 holds it. At its end it begins again. */
export function atSpeed(order: ReplayOrder, speed: number, now: number): ReplayOrder {
  const at = replayMoment(order, now);
  const isOver = order.to !== null && at >= order.to && speed > 0;
  return from(order, isOver ? order.from : at, speed, now);
}

/** At another moment, at the same speed. Out of a briefing's stretch it is a free replay. */
export function movedTo(order: ReplayOrder, at: number, now: number, earliest: number): ReplayOrder {
  const moment = Math.max(earliest, Math.min(at, now));
  const isWithin = order.to !== null && moment <= order.to;
  return { ...from(order, moment, order.speed, now), ...(isWithin ? {} : { to: null, name: null }) };
}

export const ofBriefing = (briefing: { from: number; to: number | null; name: string }, now: number): ReplayOrder => ({
  from: epochMs(briefing.from),
  to: briefing.to === null ? null : epochMs(briefing.to),
  since: epochMs(Math.round(now)),
  speed: briefing.to === null ? 0 : 1,
  name: briefing.name,
});

/** Midnight of the centre's day in which a moment lies. */
export const dayOf = (at: number): EpochMs => epochMs(Math.floor((at + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS);
export const DAY = DAY_MS;

/** The next grave event after a moment, or the one before it; null: there is none that is known. */
export function neighbour<M extends { at: number; severity: unknown }>(marks: readonly M[], at: number, way: 1 | -1): M | null {
  const grave = marks.filter(({ severity }) => severity !== null);
  // Where one stands exactly is not where one goes.
  if (way === 1) return grave.find((mark) => mark.at > at + 999) ?? null;
  return grave.findLast((mark) => mark.at < at - 999) ?? null;
}
