import { areaCode } from '../../../shared/model/ids.ts';
import { type REPORT_CHANNELS, REPORT_STATES, type ReportState, type Severity } from '../../../shared/model/vocabulary.ts';
import { HAI_PHONG_AREAS } from '../../domain/areas/hai-phong-areas.ts';
import { type Chance, chance, hash } from './chance.ts';
import { inWords, PLACE_OF, PLACES, type Place, positionIn, streetInWords } from './places.ts';
import { HANDLING_UNITS, REPORT_TEXTS, type ReportCategory } from './report-texts.ts';
import { rhythmAt } from './rhythm.ts';
import { DAY, type Day, type DayMs, HOUR, MINUTE, momentOf, type Process, type Scripted, scripted } from './script.ts';
import { aftermathAt, floodDepthAt, floodproneness } from './storm.ts';

/** Of an ordinary day; the storm adds its own. */
const PER_DAY = 950;
const STORM_PER_MINUTE = 5;

type Share = { weight: number; category: ReportCategory };
const ORDINARY: readonly Share[] = [
  { category: 'traffic', weight: 20 },
  { category: 'urban-order', weight: 17 },
  { category: 'waste', weight: 14 },
  { category: 'environment', weight: 10 },
  { category: 'public-service', weight: 10 },
  { category: 'lighting', weight: 7 },
  { category: 'construction', weight: 6 },
  { category: 'security', weight: 5 },
  { category: 'drainage', weight: 4 },
  { category: 'water-supply', weight: 3 },
  { category: 'fire-rescue', weight: 0.7 },
  { category: 'other', weight: 4 },
];
const IN_STORM: readonly Share[] = [
  { category: 'flooding', weight: 74 },
  { category: 'drainage', weight: 9 },
  { category: 'traffic', weight: 9 },
  { category: 'fire-rescue', weight: 4 },
  { category: 'lighting', weight: 4 },
];
const CHANNELS: readonly { weight: number; channel: (typeof REPORT_CHANNELS)[number] }[] = [
  { channel: 'app', weight: 46 },
  { channel: 'hotline', weight: 36 },
  { channel: 'portal', weight: 14 },
  { channel: 'api', weight: 2 },
  { channel: 'open311', weight: 2 },
];

/** Where people live, as the number of cameras tells well enough. */
const PEOPLED = PLACES.map((place) => ({ place, weight: 1.5 + place.cameras }));

/** How long a report stays in a state before the next, in minutes: from, to. In the order of `REPORT_STATES`. */
const STAYS: readonly (readonly [number, number])[] = [
  [3, 28],
  [1, 9],
  [2, 16],
  [8, 70],
  [35, 420],
  [5, 40],
  [20, 150],
];
const DUE_HOURS: Readonly<Record<Severity, number>> = { critical: 2, high: 4, medium: 24, low: 72 };
/** Share of a stay's usual length. */
const HASTE: Readonly<Record<Severity, number>> = { critical: 0.25, high: 0.45, medium: 0.8, low: 1 };

type Stage = { at: DayMs; state: ReportState };

/** Reports of the day, each from its intake to its closure. */
export function fieldReports(day: Day): Process {
  return {
    lookBackMinutes: 13 * 60,
    *in(minute) {
      const from = minute * MINUTE;
      if (from >= DAY) return;
      const luck = chance(hash(day.seed, 'reports', minute));
      const ordinary = luck.count((PER_DAY / 1440) * rhythmAt('people', from) * day.density);
      const stormy = luck.count(STORM_PER_MINUTE * aftermathAt(from) * day.density);
      for (let n = 0; n < ordinary + stormy; n++) {
        const isStorm = n >= ordinary;
        const place = isStorm ? wetPlace(luck, from) : luck.weighted(PEOPLED).place;
        yield* reportLife(day, `PA-${day.tag}-${minute}-${n}`, place, isStorm, from + luck.next() * MINUTE, luck);
      }
    },
  };
}

/** Where the water stands now, the deeper the likelier; before it stands anywhere, where it will. */
function wetPlace(luck: Chance, t: DayMs): Place {
  const wet = HAI_PHONG_AREAS.flatMap((area) => {
    const place = PLACE_OF.get(area.code);
    const low = floodproneness(area.code);
    return place && low > 0 ? [{ place, weight: 0.3 * low + floodDepthAt(area.code, area.at, t) }] : [];
  });
  return luck.weighted(wet).place;
}

function* reportLife(day: Day, id: string, place: Place, isStorm: boolean, from: DayMs, luck: Chance): Iterable<Scripted> {
  const { category } = luck.weighted(isStorm ? IN_STORM : ORDINARY);
  const severity = severityFor(category, place, from, luck);
  const words = wordsFor(category, place, luck);
  const at = positionIn(place.area, hash(id));
  const unit = luck.pick(HANDLING_UNITS[category]).replace('{place}', inWords(place.area));
  const { channel } = luck.weighted(CHANNELS);
  for (const stage of stagesOf(from, severity, luck)) {
    // `returned` and `withdrawn` end a report before anybody was given it.
    const isGiven = REPORT_STATES.indexOf(stage.state) >= REPORT_STATES.indexOf('forwarded') && !isSideExit(stage.state);
    yield scripted(day, stage.at, {
      kind: 'field-report.recorded',
      id,
      area: areaCode(place.area.code),
      publisherKey: `report:${id}:${stage.state}`,
      data: {
        category,
        severity,
        reporter: null,
        state: stage.state,
        channel,
        ...words,
        at,
        reportedAt: momentOf(day, from),
        dueAt: momentOf(day, from + DUE_HOURS[severity] * HOUR),
        unit: isGiven ? unit : null,
      },
    });
  }
}

const isSideExit = (state: ReportState): boolean => state === 'returned' || state === 'withdrawn';

/** The states in their order (`REPORT_STATES`); one in twelve leaves by a side exit once somebody has looked at it. */
function stagesOf(from: DayMs, severity: Severity, luck: Chance): Stage[] {
  const stages: Stage[] = [{ at: from, state: 'received' }];
  const fate = luck.next();
  let at = from;
  for (const [i, [shortest, longest]] of STAYS.entries()) {
    at += (shortest + (longest - shortest) * luck.next() ** 2) * HASTE[severity] * MINUTE;
    if (i === 1 && fate < 0.085) {
      stages.push({ at, state: fate < 0.055 ? 'returned' : 'withdrawn' });
      return stages;
    }
    stages.push({ at, state: REPORT_STATES[i + 1] as ReportState });
  }
  return stages;
}

function severityFor(category: ReportCategory, place: Place, t: DayMs, luck: Chance): Severity {
  const roll = luck.next();
  if (category === 'fire-rescue') return roll < 0.05 ? 'critical' : roll < 0.35 ? 'high' : 'medium';
  if (category === 'flooding') {
    const deep = floodDepthAt(place.area.code, place.area.at, t) / 55;
    if (roll < 0.03 * deep) return 'critical';
    return roll < 0.16 * deep ? 'high' : roll < 0.25 + 0.35 * deep ? 'medium' : 'low';
  }
  if (category === 'security' || category === 'traffic') return roll < 0.015 ? 'high' : roll < 0.16 ? 'medium' : 'low';
  return roll < 0.09 ? 'medium' : 'low';
}

function wordsFor(category: ReportCategory, place: Place, luck: Chance): { summary: string; address: string } {
  const street = streetInWords(luck.pick(place.streets));
  const summary = luck
    .pick(REPORT_TEXTS[category])
    .replace('{street}', street)
    .replace('{Street}', street.charAt(0).toUpperCase() + street.slice(1))
    .replace('{spot}', inSentence(luck.pick(place.spots)))
    .replaceAll('{place}', inWords(place.area))
    .replace('{n}', String(luck.whole(2, 5)));
  return { summary, address: `${street.charAt(0).toUpperCase()}${street.slice(1)}, ${inWords(place.area)}` };
}

/** A place's leading common noun is small inside a sentence: "trước cổng chợ …", "gần cầu Rào". */
const inSentence = (spot: string): string =>
  spot.replace(
    /^(Chợ|Cầu|Bến|Cổng|Trạm|Khu|Công|Quảng|Vườn|Sân|Bệnh|Trường|Cảng|Ga|Hồ|Cống|Kênh|Đồi|Đền|Tượng|Dải|Nhà|Bãi|Trung)(?=\s)/,
    (noun) => noun.toLowerCase(),
  );
