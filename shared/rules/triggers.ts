import { type CauseNamed, PREPARE_MS, type TriggerRaised, type WallTriggered } from '../contract/direction.ts';
import type { Entry } from '../contract/entry.ts';
import type { TriggerCause, WallTrigger } from '../contract/wall.ts';
import { type AreaCode, epochMs } from '../model/ids.ts';
import { SEVERITIES, type Severity } from '../model/vocabulary.ts';
import type { World } from './fold.ts';
import { freshness } from './freshness.ts';
import { severityOf } from './threshold.ts';

/**
 * Scenes that come by themselves: pure. Whether a trigger is raised is a step from what the log says of it (TRIG3); which scene
 * is up follows from that alone, so displays, desks, the judge of the glass and the past agree, whatever else each may see.
 */

export const NOTHING_RAISED: WallTriggered = { raised: [] };

/** The triggers of a wall that nobody set up: they listen to a drill alone, whose gauges all have one zero (TRIG7). */
export const DRILL_TRIGGERS: WallTrigger[] = [
  {
    name: 'Mực nước vượt báo động',
    scene: 'storm',
    cause: { by: 'sensor', measure: 'water-level', unit: 'cm', side: 'above', limit: 210 },
    area: null,
    count: 5,
    delayMs: 60_000,
    holdMs: 15 * 60_000,
  },
];

/** What a trigger has brought up; `until`: EpochMs, null while its cause lasts. */
export type Up = { scene: string; until: number | null; why: TriggerRaised };

/** The first trigger, in the order of the set-up, whose scene is due. `now`: the server's clock. */
export function triggeredOn(triggers: readonly WallTrigger[], triggered: WallTriggered | null, now: number): Up | null {
  if (triggered === null || triggered.raised.length === 0) return null;
  for (const { name, scene } of triggers) {
    const why = triggered.raised.find((one) => one.name === name);
    if (why && now >= why.from && (why.until === null || now < why.until)) return { scene, until: why.until, why };
  }
  return null;
}

/** Something that raises a trigger, and when the centre knew of it as it is. */
export type Cause = { entry: Entry; since: number; value: number | null };

/**
 * What is raised next; the same object when nothing is new. `causesOf`: what there is of a trigger's cause now, through the eyes of
 * the wall's room. `isHidden`: of a cause that the room may not know, whose scene goes at once.
 * `prepareMs`: how long the wall's displays need for a scene.
 */
export function triggersStep(
  before: WallTriggered,
  triggers: readonly WallTrigger[],
  causesOf: (trigger: WallTrigger) => readonly Cause[],
  isHidden: (cause: CauseNamed) => boolean,
  now: number,
  prepareMs: number = PREPARE_MS,
): WallTriggered {
  const raised = triggers.flatMap((trigger): TriggerRaised[] => {
    const was = before.raised.find(({ name }) => name === trigger.name) ?? null;
    const isOver = was !== null && was.until !== null && now >= was.until;
    const after = stepOf(trigger, isOver || (was?.cause && isHidden(was.cause)) ? null : was, causesOf(trigger), now, prepareMs);
    return after ? [after] : [];
  });
  return raised.length === before.raised.length && raised.every((one, i) => one === before.raised[i]) ? before : { raised };
}

function stepOf(
  trigger: WallTrigger,
  was: TriggerRaised | null,
  causes: readonly Cause[],
  now: number,
  prepareMs: number,
): TriggerRaised | null {
  const { count, delayMs, holdMs } = trigger;
  if (causes.length < count) {
    // What never came up goes without a word; what was up stays for its while.
    if (was === null || now < was.from) return null;
    return was.until === null ? { ...was, until: epochMs(now + Math.max(holdMs, prepareMs)) } : was;
  }
  if (was === null) {
    const last = earliest(causes, count);
    const since = Math.min(now, last.since);
    const from = Math.max(since + delayMs, now + prepareMs);
    return { name: trigger.name, since: epochMs(since), from: epochMs(from), until: null, cause: named(last), count: causes.length };
  }
  // The one that is named stays named while it lasts: words that change by the second are not read.
  const isThere = causes.some(({ entry }) => entry.kind === was.cause?.kind && entry.id === was.cause.id);
  if (was.until === null && isThere) return was;
  return { ...was, until: null, ...(isThere ? {} : { cause: named(earliest(causes, count)), count: causes.length }) };
}

/** The one that made it enough. In a storm there are thousands, and they are put in order only when one must be named. */
const earliest = (causes: readonly Cause[], count: number): Cause =>
  causes.toSorted((a, b) => a.since - b.since || (a.entry.id < b.entry.id ? -1 : 1))[count - 1] as Cause;

const named = ({ entry, value }: Cause): CauseNamed => ({ kind: entry.kind as CauseNamed['kind'], id: entry.id, value });

/** What lasts longer than a day is no news; a gauge that was not heard of for so long says nothing of now. */
const EVENT_STALE_MS = 24 * 3_600_000;
const SENSOR_STALE_MS = 2 * 3_600_000;
const ENDED_REPORTS: ReadonlySet<string> = new Set(['resolved', 'published', 'closed', 'returned', 'withdrawn']);

/** Everything in the picture that raises a trigger now, in no order. `sees`: what of it counts. */
export function causesIn(
  world: World,
  { cause, area }: Pick<WallTrigger, 'cause' | 'area'>,
  sees: (entry: Entry) => boolean,
  now: number,
): Cause[] {
  const lies = area === null ? () => true : within(world, area);
  const found: Cause[] = [];
  for (const [entry, value] of matching(world, cause, now))
    if (lies(entry.area) && sees(entry)) found.push({ entry, since: entry.receivedAt, value });
  return found;
}

function* matching({ slots }: World, cause: TriggerCause, now: number): Generator<[Entry, number | null]> {
  switch (cause.by) {
    case 'camera-event': {
      const types = cause.types.length > 0 ? new Set(cause.types) : null;
      const grave = atLeast(cause.atLeast);
      for (const entry of slots['camera-event.observed'].values()) {
        const { type, severity, phase, startedAt } = entry.data;
        if (phase !== 'end' && (types?.has(type) ?? true) && grave.has(severity) && now - startedAt < EVENT_STALE_MS) yield [entry, null];
      }
      return;
    }
    case 'field-report': {
      const categories = cause.categories.length > 0 ? new Set(cause.categories) : null;
      const grave = atLeast(cause.atLeast);
      for (const entry of slots['field-report.recorded'].values()) {
        const { category, severity, state } = entry.data;
        if (!ENDED_REPORTS.has(state) && (categories?.has(category) ?? true) && grave.has(severity)) yield [entry, null];
      }
      return;
    }
    case 'sensor':
      for (const entry of slots['sensor.observed'].values()) {
        const { measure, unit, value } = entry.data;
        if (measure !== cause.measure || unit !== cause.unit || value === null || now - entry.receivedAt >= SENSOR_STALE_MS) continue;
        if (cause.side === 'above' ? value >= cause.limit : value <= cause.limit) yield [entry, value];
      }
      return;
    case 'indicator': {
      const defined = slots['indicator.defined'].get(cause.code)?.data;
      if (!defined) return;
      for (const entry of slots['indicator.valued'].values()) {
        const { code, value, asOf } = entry.data;
        if (code !== cause.code || freshness(now - asOf, defined.expectedIntervalMs, defined.toleranceMs) === 'stale') continue;
        const severity = severityOf(defined, value);
        if (severity !== null && atLeast(cause.atLeast).has(severity)) yield [entry, value];
      }
    }
  }
}

const atLeast = (least: Severity): ReadonlySet<Severity> => new Set(SEVERITIES.slice(0, SEVERITIES.indexOf(least) + 1));

/** Units beneath units: as many levels as there ever were, and no endless round in a wrong register. */
const LEVELS_MAX = 5;

/** Whether an area is this unit or lies beneath it. What speaks of the whole centre lies in no unit. */
function within({ slots }: World, unit: AreaCode): (area: AreaCode | null) => boolean {
  const known = new Map<AreaCode | null, boolean>([[null, false]]);
  return (area) => {
    let answer = known.get(area);
    if (answer === undefined) {
      let at = area;
      for (let level = 0; at !== null && at !== unit && level < LEVELS_MAX; level++)
        at = slots['area.defined'].get(at)?.data.parent ?? null;
      answer = at === unit;
      known.set(area, answer);
    }
    return answer;
  };
}
