import { type EpochMs, epochMs } from '../../../shared/model/ids.ts';
import { HOUR, MINUTE, type Scripted, SECOND } from './script.ts';
import type { Timeline } from './timeline.ts';

/** The earlier hours as the live picture would still hold them: far fewer entries than were played, but the same picture. */

/** Cameras, sensors and the drill itself speak at least this often. */
const SPEAKS_WITHIN = 150 * SECOND;
/** How long an ended camera event is still worth telling: a routine one, a graver one. */
const ROUTINE_KEPT = 8 * MINUTE;
const GRAVE_KEPT = 4 * HOUR;
/** Between two points of a city figure's history, and of a unit's. */
const POINT_EVERY = 12 * MINUTE;
const UNIT_POINT_EVERY = 2 * HOUR;
const FIGURES_KEPT = 16 * HOUR;
/** Longer than any life. */
const LIFE = 13 * HOUR;

export type RecentPast = {
  /** In order of time. */
  scripted: Scripted[];
  /** Camera events and reports of the script that are not over at the end. */
  open: Set<string>;
};

/**
 * What the script told with `from <= at < to`, thinned. Whatever began before `from` is brought to where it stands at `to`.
 * `pause` is awaited now and then, so that the server's loop stays free.
 */
export async function recentPast(timeline: Timeline, from: EpochMs, to: EpochMs, pause: () => Promise<void>): Promise<RecentPast> {
  const notBefore = (dayMs: number): EpochMs => epochMs(Math.max(from, to - timeline.lasting(dayMs), timeline.firstDay.startsAt));
  const open = new Set<string>();
  const kept: Scripted[] = [];
  const isTime = everyNth(2000);

  for (const life of await livesUntil(timeline, to, isTime, pause)) {
    const [newest] = life.slice(-1);
    if (!newest) continue;
    if (!isOver(newest)) open.add(newest.draft.id);
    if (newest.at < from || !isWorthTelling(life, newest, from, (dayMs) => to - timeline.lasting(dayMs))) continue;
    // An event's first and newest word tell it; a report's every step is a record.
    for (const one of life)
      if (one.at >= from && (one.draft.kind !== 'camera-event.observed' || one === life[0] || one === newest)) kept.push(one);
  }

  const pointAt = new Map<string, number>();
  const newestValue = new Map<string, Scripted>();
  for (const one of timeline.strand('figures', notBefore(FIGURES_KEPT), to)) {
    newestValue.set(one.draft.id, one);
    const spacing = timeline.lasting(one.draft.area === null ? POINT_EVERY : UNIT_POINT_EVERY);
    if (one.at - (pointAt.get(one.draft.id) ?? 0) >= spacing) {
      pointAt.set(one.draft.id, one.at);
      kept.push(one);
    }
    if (isTime()) await pause();
  }

  const newestWord = new Map<string, Scripted>();
  for (const one of timeline.strand('entries', notBefore(SPEAKS_WITHIN), to)) {
    const { kind, id } = one.draft;
    if (kind === 'camera.state' || kind === 'sensor.observed' || kind === 'source.state') newestWord.set(`${kind}|${id}`, one);
    if (isTime()) await pause();
  }
  const all = new Set([...kept, ...newestValue.values(), ...newestWord.values()]);
  return { scripted: [...all].sort((a, b) => a.at - b.at), open };
}

/** Each life that may still matter, as far as it went before `to`. */
async function livesUntil(
  timeline: Timeline,
  to: EpochMs,
  isTime: () => boolean,
  pause: () => Promise<void>,
): Promise<Iterable<Scripted[]>> {
  const lives = new Map<string, Scripted[]>();
  const from = epochMs(Math.max(timeline.firstDay.startsAt, to - timeline.lasting(2 * LIFE)));
  for (const one of timeline.strand('lives', from, to)) {
    const life = lives.get(one.draft.id);
    if (life) life.push(one);
    else lives.set(one.draft.id, [one]);
    if (isTime()) await pause();
  }
  return lives.values();
}

const CLOSED: ReadonlySet<string> = new Set(['closed', 'returned', 'withdrawn']);
function isOver({ draft }: Scripted): boolean {
  if (draft.kind === 'camera-event.observed') return draft.data.phase === 'end';
  return draft.kind === 'field-report.recorded' && CLOSED.has(draft.data.state);
}

function isWorthTelling(life: readonly Scripted[], newest: Scripted, from: EpochMs, ago: (dayMs: number) => number): boolean {
  const { draft } = newest;
  if (draft.kind !== 'camera-event.observed' || draft.data.phase !== 'end') return true;
  // The log may hold its beginning: then its end must come too.
  if ((life[0]?.at ?? from) < from) return true;
  return newest.at >= ago(draft.data.severity === 'low' ? ROUTINE_KEPT : GRAVE_KEPT);
}

function everyNth(n: number): () => boolean {
  let calls = 0;
  return () => ++calls % n === 0;
}
