/** The centre's own time has no daylight saving. */
const ZONE_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** "2026-11-22T14:05" of Việt Nam's clock, as fields write it. */
export const momentIn = (at: number): string => new Date(at + ZONE_MS).toISOString().slice(0, 16);
/** EpochMs; null for what is no moment. */
export function momentOf(written: string): number | null {
  const at = Date.parse(`${written}:00+07:00`);
  return Number.isNaN(at) ? null : at;
}

/** How long it is from now until the next time the clock shows 'HH:MM' (also "7:30", "17h", "17h30"); null for what is no time. */
export function untilClock(written: string, now: number): number | null {
  const found = /^\s*(\d{1,2})\s*(?:[:hg.]\s*(\d{2})?)?\s*$/i.exec(written);
  const [hour, minute] = [Number(found?.[1] ?? Number.NaN), Number(found?.[2] ?? 0)];
  if (!(hour < 24) || !(minute < 60)) return null;
  const midnight = Math.floor((now + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS;
  const at = midnight + hour * 3_600_000 + minute * 60_000;
  return (at > now ? at : at + DAY_MS) - now;
}
