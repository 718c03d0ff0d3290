import type { EntryData } from '../../../shared/contract/entry-data.ts';
import { areaCode } from '../../../shared/model/ids.ts';
import type { Severity } from '../../../shared/model/vocabulary.ts';
import { CAMERAS, type DrillCamera } from './cameras.ts';
import { type Chance, chance, hash, noise, unit } from './chance.ts';
import { EVENT_MIX, type EventKind, severityOf } from './event-mix.ts';
import { rhythmAt } from './rhythm.ts';
import { DAY, type Day, type DayMs, HOUR, type Line, MINUTE, momentOf, type Process, type Scripted, SECOND, scripted } from './script.ts';
import { floodDepthAt, stormAt } from './storm.ts';

type Observed = EntryData['camera-event.observed'];
/** What an event says at one moment of its life; the rest stays as it was. */
type Step = { at: DayMs; severity: Severity; score: number };
type Life = {
  id: string;
  camera: DrillCamera;
  from: DayMs;
  steps: readonly Step[];
  to: DayMs;
  fixed: Pick<Observed, 'type' | 'label' | 'zones' | 'plate' | 'speedKmh'>;
};

/** The `i`th thing that a life says: new, its later steps, and after the last of them its end. */
function wordOf(day: Day, { id, camera, from, steps, to, fixed }: Life, i: number): Scripted[] {
  const step = steps[Math.min(i, steps.length - 1)];
  if (!step) return [];
  const phase = i === 0 ? 'new' : i < steps.length ? 'update' : 'end';
  const at = phase === 'new' ? from : phase === 'end' ? to : step.at;
  const line: Line = {
    kind: 'camera-event.observed',
    id,
    area: areaCode(camera.area.code),
    publisherKey: `event:${id}:${phase}@${momentOf(day, at)}`,
    data: {
      cameraId: camera.id,
      ...fixed,
      severity: step.severity,
      phase,
      startedAt: momentOf(day, from),
      endedAt: phase === 'end' ? momentOf(day, at) : null,
      at: camera.at,
      score: Math.round(step.score * 100) / 100,
      // The drill has no pictures, and says so rather than pointing at nothing.
      evidence: null,
    },
  };
  return [scripted(day, at, line)];
}

/** What comes by chance, all over the city, by the hour. */
export function chanceEvents(day: Day): Process {
  return {
    lookBackMinutes: 65,
    *in(minute) {
      const from = minute * MINUTE;
      if (from >= DAY) return;
      const storm = stormAt(from);
      const luck = chance(hash(day.seed, 'events', minute));
      for (const [i, kind] of EVENT_MIX.entries()) {
        const mean = kind.weight * rhythmAt(kind.rhythm, from) * (1 + (kind.inStorm - 1) * storm) * day.density;
        for (let n = luck.count(mean); n > 0; n--) {
          const id = `drill-${day.tag}-${minute.toString(36)}-${i.toString(36)}-${n.toString(36)}`;
          const life = chanceLife(kind, id, from + luck.next() * MINUTE, luck, storm);
          for (let word = 0; word <= life.steps.length; word++) yield* wordOf(day, life, word);
        }
      }
    },
  };
}

function chanceLife(kind: EventKind, id: string, from: DayMs, luck: Chance, storm: number): Life {
  // Under the storm, trouble gathers where the water is.
  const wet = kind.inStorm > 1 && luck.next() < storm;
  const camera = wet ? luck.pick(WET_CAMERAS) : luck.pick(CAMERAS);
  const [shortest, longest] = kind.seconds;
  const length = shortest + (longest - shortest) * luck.next() ** 1.8;
  const severity = severityOf(kind.graver, luck.next());
  const score = luck.between(0.62, 0.97);
  const updates = length < 6 ? 0 : Math.min(12, Math.ceil(length / (length < 60 ? 12 : 60)));
  const steps: Step[] = [{ at: from, severity, score }];
  for (let u = 1; u <= updates; u++) {
    const at = from + (length * SECOND * u) / (updates + 1);
    steps.push({ at, severity, score: Math.min(0.99, score + 0.02 * luck.next() * u) });
  }
  return { id, camera, from, steps, to: from + length * SECOND, fixed: fixedOf(kind, luck) };
}

function fixedOf(kind: EventKind, luck: Chance): Life['fixed'] {
  const reads = kind.type === 'watch-listed-plate' || (kind.type === 'plate' && luck.next() < 0.2);
  return {
    type: kind.type,
    label: luck.pick(kind.labels),
    zones: kind.zones.length > 0 ? [luck.pick(kind.zones)] : [],
    // No province has 00, and no series is called DT: nobody's plate.
    plate: reads ? `00DT${String(luck.whole(0, 99_999)).padStart(5, '0')}` : null,
    speedKmh: kind.speed ? Math.round(luck.between(...kind.speed) * 10) / 10 : null,
  };
}

const WET_CAMERAS = CAMERAS.filter((camera) => camera.depthShare > 0.35);

/** The depth at which water is worth telling, and from which it is gone. Centimetres. */
const RISES_ABOVE = 8;
const FALLS_BELOW = 4;
const severityOfDepth = (depthCm: number): Severity =>
  depthCm >= 50 ? 'critical' : depthCm >= 35 ? 'high' : depthCm >= 16 ? 'medium' : 'low';

/** Water on the street before the camera: one event a camera, as long as the water stands, graver with its depth. */
export function floodEvents(day: Day): Process {
  let planned: FloodPlan | null = null;
  return {
    lookBackMinutes: 0,
    *in(minute) {
      if (minute * MINUTE < FIRST_FLOOD || minute * MINUTE > LAST_FLOOD) return;
      planned ??= planFloods(day);
      for (const { life, word } of planned.get(minute) ?? []) yield* wordOf(day, life, word);
    },
  };
}

/** No water stands before and after. */
const FIRST_FLOOD = 14 * HOUR;
const LAST_FLOOD = 23 * HOUR;

/** By minute: a life of hours has a thousand words, made when their minute comes. */
type FloodPlan = Map<number, { life: Life; word: number }[]>;

function planFloods(day: Day): FloodPlan {
  const byMinute: FloodPlan = new Map();
  const plan = (at: DayMs, life: Life, word: number): void => {
    const minute = Math.floor(at / MINUTE);
    const words = byMinute.get(minute);
    if (words) words.push({ life, word });
    else byMinute.set(minute, [{ life, word }]);
  };
  for (const camera of WET_CAMERAS) {
    if (unit(hash(day.seed, camera.key), 3) > 0.85) continue;
    const life = floodLife(day, camera);
    if (!life) continue;
    for (const [word, step] of life.steps.entries()) plan(step.at, life, word);
    plan(life.to, life, life.steps.length);
  }
  return byMinute;
}

function floodLife(day: Day, camera: DrillCamera): Life | null {
  const key = hash(day.seed, camera.key, 'flood');
  const depthAt = (t: DayMs): number =>
    floodDepthAt(camera.area.code, camera.area.at, t) * camera.depthShare * (1 + 0.04 * noise(key, t / MINUTE));
  let t = FIRST_FLOOD + unit(key, 1) * MINUTE;
  while (t < LAST_FLOOD && depthAt(t) < RISES_ABOVE) t += 20 * SECOND;
  if (t >= LAST_FLOOD) return null;
  const from = t;
  const steps: Step[] = [];
  for (let i = 0; i === 0 || depthAt(t) > FALLS_BELOW; i++) {
    steps.push({ at: t, severity: severityOfDepth(depthAt(t)), score: 0.8 + 0.15 * unit(key, i + 10) });
    t += ((9 + 8 * unit(key, i + 1000)) * SECOND) / Math.min(1, Math.max(0.1, day.density));
  }
  const id = `drill-${day.tag}-flood-${camera.id}`;
  return { id, camera, from, steps, to: t, fixed: { type: 'flood', label: 'water', zones: ['mat_duong'], plate: null, speedKmh: null } };
}
