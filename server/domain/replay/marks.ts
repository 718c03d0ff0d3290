import type { Entry } from '../../../shared/contract/entry.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import type { ReplayMark, ReplayMarks, ReplaySubject } from '../../../shared/contract/replay.ts';
import type { View } from '../../../shared/contract/socket.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { readyScene } from '../../../shared/rules/ready-scenes.ts';
import { actsBetween, controlBetween, focusBetween, newestAct } from '../../../shared/rules/wall-acts.ts';
import type { PastLog, Reveal } from './ports.ts';

type Parts = { log: Pick<PastLog, 'grave' | 'acts' | 'newestOf'>; wallNames: () => Promise<ReadonlyMap<string, string>> };
export type Marks = {
  /** With `from <= at < to`, oldest first. `reveals`: what the audit says to who asks. */
  between(view: View, from: EpochMs, to: EpochMs, reveals: readonly Reveal[]): Promise<ReplayMarks>;
};

/** Kinds of which a version is read against the one before it. */
const FOLLOWED = ['wall.directed', 'wall.controlled', 'wall.focused'] as const satisfies Kind[];
const SUMMARY_MAX = 160;

/**
 * What there is to jump to, and what it is called (REPLAY12): everything is read through the view of who asks, names too, so what they
 * may not know is not there.
 */
export function createMarks({ log, wallNames }: Parts): Marks {
  return {
    async between(view, from, to, reveals) {
      const [grave, acts] = await Promise.all([log.grave(view, from, to), log.acts(view, from, to)]);
      const before = new Map<string, Entry>();
      for (const kind of FOLLOWED) {
        const ids = unique(acts.entries.filter((entry) => entry.kind === kind).map(({ id }) => id));
        for (const entry of ids.length === 0 ? [] : await log.newestOf(view, kind, ids, from)) before.set(`${kind}|${entry.id}`, entry);
      }
      const found: Found[] = [
        ...grave.entries.map(happened),
        ...acts.entries.flatMap((entry) => doneBy(entry, before)),
        ...reveals.map(revealed),
      ];
      // Where one list was cut the other ends too: what is handed over is whole up to there.
      const end = Math.min(grave.wholeUntil ?? to, acts.wholeUntil ?? to);
      const whole = found.filter(({ at }) => at < end).sort((a, b) => a.at - b.at || a.seq - b.seq);
      return { marks: await withNames(whole, view, to), more: end < to };
    },
  };

  async function withNames(found: readonly Found[], view: View, to: EpochMs): Promise<ReplayMark[]> {
    const newest = async <K extends Kind>(kind: K, ids: readonly (string | null | undefined)[]): Promise<Map<string, Entry<K>>> => {
      const wanted = unique(ids.filter((id) => typeof id === 'string'));
      return new Map((wanted.length === 0 ? [] : await log.newestOf(view, kind, wanted, to)).map((entry) => [entry.id, entry]));
    };
    const about = (kind: About['kind']): string[] => found.flatMap(({ about: one }) => (one?.kind === kind ? [one.id] : []));
    const own = found.flatMap(({ entry }) => entry ?? []);
    const [events, reports, scenes, walls] = await Promise.all([
      newest('camera-event.observed', about('camera-event')),
      newest('field-report.recorded', about('field-report')),
      newest('scene.published', about('scene')),
      newest(
        'wall.defined',
        found.map(({ wall }) => wall),
      ),
    ]);
    const subjects = [...own, ...events.values(), ...reports.values()];
    const cameraIds = subjects.map((entry) => (entry.kind === 'camera-event.observed' ? entry.data.cameraId : null));
    const [cameras, areas, registered] = await Promise.all([
      newest('camera.registered', [...cameraIds, ...about('camera')]),
      newest(
        'area.defined',
        subjects.map(({ area }) => area),
      ),
      wallNames(),
    ]);
    const areaOf = ({ area }: Entry): string | null => (area === null ? null : (areas.get(area)?.data.name ?? null));
    const told = (entry: Entry | null | undefined): ReplaySubject | null => {
      if (entry?.kind === 'camera-event.observed') {
        const { type, cameraId } = entry.data;
        return { kind: 'camera-event', type, camera: cameras.get(cameraId)?.data.name ?? null, area: areaOf(entry) };
      }
      if (entry?.kind !== 'field-report.recorded') return null;
      const { category, address, summary } = entry.data;
      return { kind: 'field-report', category, address, summary: summary.slice(0, SUMMARY_MAX), area: areaOf(entry) };
    };
    const subjectOf = ({ entry, about: one }: Found): ReplaySubject | null => {
      if (one === null) return told(entry);
      switch (one.kind) {
        case 'camera-event':
          return told(events.get(one.id));
        case 'field-report':
          return told(reports.get(one.id));
        case 'camera':
          return called(cameras.get(one.id)?.data.name);
        case 'scene':
          return called(scenes.get(one.id)?.data.scene.name ?? readyScene(one.id, 1)?.name);
        case 'named':
          return called(one.id);
      }
    };
    return found.map((one): ReplayMark => {
      const { at, seq, kind, severity, id, what, wall, actor } = one;
      const name = wall === null ? null : (walls.get(wall)?.data.name ?? registered.get(wall) ?? wall);
      return { at, seq, kind, severity, id, what, subject: subjectOf(one), wall: name, actor };
    });
  }
}

const called = (name: string | undefined): ReplaySubject | null => (name === undefined ? null : { kind: 'named', name });
const unique = (ids: readonly string[]): string[] => [...new Set(ids)];

/** What a mark is about, still by its id; `named` has its name already. */
type About = { kind: 'camera-event' | 'field-report' | 'camera' | 'scene' | 'named'; id: string };
type Found = Omit<ReplayMark, 'subject' | 'wall'> & { entry: Entry | null; about: About | null /** Id. */; wall: string | null };

const base = (entry: Entry): Omit<Found, 'kind'> => ({
  at: entry.receivedAt,
  seq: entry.seq,
  severity: null,
  id: entry.id,
  what: null,
  actor: entry.actor,
  entry: null,
  about: null,
  wall: null,
});
const named = (name: string | null): About | null => (name === null ? null : { kind: 'named', id: name });

function happened(entry: Entry): Found {
  const one = base(entry);
  switch (entry.kind) {
    case 'camera-event.observed':
      return { ...one, kind: 'camera-event', severity: graveOf(entry.data.severity), entry };
    case 'field-report.recorded':
      return { ...one, kind: 'field-report', severity: graveOf(entry.data.severity), entry };
    case 'drill.changed':
      return { ...one, kind: 'drill', what: entry.data.state, about: named(entry.data.name) };
    case 'briefing.frozen':
      return { ...one, kind: 'briefing', what: 'kept', about: named(entry.data.name) };
    default:
      throw new Error(`nothing to jump to: ${entry.kind}`);
  }
}
const graveOf = (severity: string): ReplayMark['severity'] => (severity === 'critical' || severity === 'high' ? severity : null);

/** What people did by one entry; `before` is moved on to it. */
function doneBy(entry: Entry, before: Map<string, Entry>): Found[] {
  const one = base(entry);
  const key = `${entry.kind}|${entry.id}`;
  const had = before.get(key);
  const was = <K extends Kind>(kind: K): Entry<K>['data'] | null => (had?.kind === kind ? (had as Entry<K>).data : null);
  before.set(key, entry);
  switch (entry.kind) {
    case 'wall.directed': {
      const last = was('wall.directed');
      const acts = last || entry.data.revision === 1 ? actsBetween(last, entry.data) : newestAct(entry.data);
      const pinned = entry.data.pin?.target.kind === 'camera' ? 'camera' : 'named';
      const of: Record<string, About['kind']> = { show: 'scene', pin: pinned };
      return acts.map(({ what, subject }) => ({
        ...one,
        kind: 'direction',
        what,
        // Of a tile there is only an id, and that says nothing to a person.
        about: subject === null || what === 'full-tile' ? null : { kind: of[what] ?? 'named', id: subject },
        wall: entry.id,
      }));
    }
    case 'wall.controlled': {
      const change = controlBetween(was('wall.controlled'), entry.data);
      return change ? [{ ...one, kind: 'control', what: change.what, actor: change.name, wall: entry.id }] : [];
    }
    case 'wall.focused': {
      const kind = entry.data.incident?.kind === 'field-report.recorded' ? 'field-report' : 'camera-event';
      return focusBetween(was('wall.focused'), entry.data).map(({ what, subject, name }) => ({
        ...one,
        kind: 'focus',
        what,
        about: subject === null ? null : { kind, id: subject },
        actor: name,
        wall: entry.id,
      }));
    }
    case 'display.commanded':
      return [{ ...one, kind: 'display', what: entry.data.command, about: named(entry.data.position), wall: entry.data.wall }];
    case 'scene.published':
      return [{ ...one, kind: 'scene', what: 'published', about: named(entry.data.scene.name) }];
    case 'wall.defined':
      return [{ ...one, kind: 'wall', what: 'defined', wall: entry.id }];
    default:
      return [];
  }
}

const revealed = ({ n, at, actorName, subject, field }: Reveal): Found => ({
  at,
  seq: n,
  kind: 'reveal',
  severity: null,
  id: subject.id,
  what: field,
  actor: actorName,
  entry: null,
  about: subject.kind === 'camera-event' || subject.kind === 'field-report' ? { kind: subject.kind, id: subject.id } : null,
  wall: null,
});
