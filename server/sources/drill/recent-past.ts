import { type EpochMs, epochMs } from '../../../shared/model/ids.ts';
import { HOUR, MINUTE, type Scripted, SECOND } from './script.ts';
import type { Timeline } from './timeline.ts';

/** Cameras, sensors and the drill itself speak at least this often. */
const SPEAKS_WITHIN = 150 * SECOND;
/** How long an ended camera event is still worth telling: a routine one, a graver one. */
const ROUTINE_KEPT = 8 * MINUTE;
const GRAVE_KEPT = 4 * HOUR;
/** Between two points of a city figure's history, and of a unit's. */
const POINT_EVERY = 12 * MINUTE;
const UNIT_POINT_EVERY = 2 * HOUR;
/** All units have spoken within this time. */
const UNIT_ROUND = 10 * MINUTE;
const FIGURES_KEPT = 16 * HOUR;
/** Longer than any life. */
const LIFE = 13 * HOUR;

export type RecentLives = {
  /** In order of time. */
  scripted: Scripted[];
  /** Camera events and reports of the script that are not over at the end. */
  open: Set<string>;
};

/** In the order in which a picture fills best. */
export type RecentPast = {
  /** The newest word of each camera and sensor. */
  present(): Scripted[];
  lives(): Promise<RecentLives>;
  /** A history of each indicator, and its newest value. */
  figures(): Promise<Scripted[]>;
  /** The newest that the drill said of itself. */
  ownState(): Scripted[];
};

/**
 * What the script told with `from <= at < to`, as far as the live picture would still hold it: some 12,000 entries instead of a
 * day's. Whatever began before `from` is brought to where it stands at `to`. `pause` is awaited now and then, so that the
 * server's loop stays free.
 */
export function recentPast(timeline: Timeline, from: EpochMs, to: EpochMs, pause: () => Promise<void>): RecentPast {
  const ago = (dayMs: number): number => to - timeline.lasting(dayMs);
  const notBefore = (dayMs: number): EpochMs => epochMs(Math.max(from, ago(dayMs), timeline.firstDay.startsAt));
  const isTime = everyNth(2000);

  function newestOf(...kinds: readonly Scripted['draft']['kind'][]): Scripted[] {
    const newest = new Map<string, Scripted>();
    for (const one of timeline.strand('words', notBefore(SPEAKS_WITHIN), to)) {
      if (kinds.includes(one.draft.kind)) newest.set(`${one.draft.kind}|${one.draft.id}`, one);
    }
    return inOrder(newest.values());
  }

  /** Each life that may still matter, as far as it went before `to`. */
  async function livesUntilNow(): Promise<Iterable<Scripted[]>> {
    const lives = new Map<string, Scripted[]>();
    for (const [strand, dayMs] of [
      ['events', GRAVE_KEPT],
      ['reports', 2 * LIFE],
    ] as const) {
      for (const one of timeline.strand(strand, epochMs(Math.max(timeline.firstDay.startsAt, ago(dayMs))), to)) {
        const life = lives.get(one.draft.id);
        if (life) life.push(one);
        else lives.set(one.draft.id, [one]);
        if (isTime()) await pause();
      }
    }
    return lives.values();
  }

  function isWorthTelling(life: readonly Scripted[], { at, draft }: Scripted): boolean {
    if (at < from) return false;
    if (draft.kind !== 'camera-event.observed' || draft.data.phase !== 'end') return true;
    // The log may hold its beginning: then its end must come too.
    if ((life[0]?.at ?? from) < from) return true;
    return at >= ago(draft.data.severity === 'low' ? ROUTINE_KEPT : GRAVE_KEPT);
  }

  return {
    present: () => newestOf('camera.state', 'sensor.observed'),
    ownState: () => newestOf('source.state'),
    async lives() {
      const open = new Set<string>();
      const kept: Scripted[] = [];
      for (const life of await livesUntilNow()) {
        const newest = life.at(-1);
        if (!newest) continue;
        if (!isOver(newest)) open.add(newest.draft.id);
        if (!isWorthTelling(life, newest)) continue;
        // An event's first and newest word tell it; a report's every step is a record.
        const isEvent = newest.draft.kind === 'camera-event.observed';
        for (const one of life) if (one.at >= from && (!isEvent || one === life[0] || one === newest)) kept.push(one);
      }
      return { scripted: inOrder(kept), open };
    },
    async figures() {
      const start = notBefore(FIGURES_KEPT);
      const kept: Scripted[] = [];
      const newest = new Map<string, Scripted>();
      const pointAt = new Map<string, number>();
      for (const one of timeline.strand('cityFigures', start, to)) {
        const { id } = one.draft;
        if (one.at - (pointAt.get(id) ?? 0) >= timeline.lasting(POINT_EVERY)) {
          pointAt.set(id, one.at);
          kept.push(one);
          newest.delete(id);
        } else newest.set(id, one);
        if (isTime()) await pause();
      }
      kept.push(...newest.values());
      // Within a round each unit speaks once or more: the first word of a round is a point, the last word of all is now.
      const round = timeline.lasting(UNIT_ROUND);
      for (let at: number = start; at < to - round; at += timeline.lasting(UNIT_POINT_EVERY)) {
        const first = new Map<string, Scripted>();
        for (const one of timeline.strand('unitFigures', epochMs(at), epochMs(Math.min(at + round, to - round)))) {
          if (!first.has(one.draft.id)) first.set(one.draft.id, one);
        }
        kept.push(...first.values());
        await pause();
      }
      const last = new Map<string, Scripted>();
      for (const one of timeline.strand('unitFigures', epochMs(Math.max(start, to - round)), to)) last.set(one.draft.id, one);
      return inOrder([...kept, ...last.values()]);
    },
  };
}

const inOrder = (scripted: Iterable<Scripted>): Scripted[] => [...scripted].sort((a, b) => a.at - b.at);

const CLOSED: ReadonlySet<string> = new Set(['closed', 'returned', 'withdrawn']);
function isOver({ draft }: Scripted): boolean {
  if (draft.kind === 'camera-event.observed') return draft.data.phase === 'end';
  return draft.kind === 'field-report.recorded' && CLOSED.has(draft.data.state);
}

function everyNth(n: number): () => boolean {
  let calls = 0;
  return () => ++calls % n === 0;
}
