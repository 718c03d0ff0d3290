import type { Entry } from '../contract/entry.ts';
import type { EntryData } from '../contract/entry-data.ts';
import type { Principal } from '../contract/principal.ts';
import type { View } from '../contract/socket.ts';
import { PERSONAL_FIELDS, type PersonalField } from '../model/vocabulary.ts';
import { maskedName, maskedPhone, maskedPlate } from './mask.ts';
import { AUDIENCE_LIMITS, type Exposure, RIGHTS } from './rights.ts';

const NARROWER: readonly Exposure[] = ['none', 'masked', 'full'];
const narrower = (a: Exposure, b: Exposure): Exposure => (NARROWER.indexOf(a) < NARROWER.indexOf(b) ? a : b);

/** Rights × areas × audience. Principals who may see the same share a view, and so every encoding made for it. */
export function viewOf({ role, areas, audience }: Pick<Principal, 'role' | 'areas' | 'audience'>): View {
  const rights = RIGHTS[role];
  const limits = AUDIENCE_LIMITS[audience];
  return made({
    classifications: rights.may['entry:read'] ? rights.classifications.filter((c) => limits.classifications.includes(c)) : [],
    areas,
    personal: narrowest(rights.personal, limits.personal),
    audience,
  });
}

/**
 * What a person sees who looks at a wall as its room does: what both may see, and nothing that only one of them may (DIR9). The
 * room is the wall's.
 */
export function mirrorViewOf(person: Pick<Principal, 'role' | 'areas' | 'audience'>, audience: View['audience']): View {
  const own = viewOf(person);
  const wall = viewOf({ role: 'display', areas: null, audience });
  return made({
    classifications: own.classifications.filter((c) => wall.classifications.includes(c)),
    areas: own.areas,
    personal: narrowest(own.personal, wall.personal),
    audience,
  });
}

type Personal = View['personal'];
const narrowest = (a: Personal, b: Personal): Personal =>
  Object.fromEntries(PERSONAL_FIELDS.map((field) => [field, narrower(a[field], b[field])])) as Record<PersonalField, Exposure>;

function made({ classifications, areas, personal, audience }: Omit<View, 'key'>): View {
  const sorted = areas && [...areas].sort();
  const classes = classifications.toSorted();
  const shown = PERSONAL_FIELDS.map((field) => `${field}:${personal[field]}`).join('+');
  return {
    key: `${classes.join('+')}|${sorted?.join('+') ?? '*'}|${shown}`,
    classifications: classes,
    areas: sorted,
    personal,
    audience,
  };
}

/** Whether a view lets an entry through at all. An entry of no area speaks of the whole centre. */
export function mayPass(view: View, entry: Pick<Entry, 'classification' | 'area'>): boolean {
  return (
    view.classifications.includes(entry.classification) && (entry.area === null || view.areas === null || view.areas.includes(entry.area))
  );
}

/** The entry as this view may have it: what it may not see is gone or masked, not hidden. The same entry when nothing had to go. */
export function project(view: View, entry: Entry): Entry | null {
  if (!mayPass(view, entry)) return null;
  const shown = withoutActor(view, entry);
  if (shown.kind === 'camera-event.observed') return withData(shown, cameraEventFor(view, shown.data));
  if (shown.kind === 'field-report.recorded') return withData(shown, fieldReportFor(view, shown.data));
  if (shown.kind === 'wall.triggered') return withData(shown, triggeredFor(view, shown.data));
  return shown;
}

/** Who of the centre did something is the centre's own matter: who sees nothing internal is not told. */
const withoutActor = (view: View, entry: Entry): Entry =>
  entry.actor === null || view.classifications.includes('internal') ? entry : { ...entry, actor: null };

const withData = <E extends Entry>(entry: E, data: E['data']): E => (data === entry.data ? entry : { ...entry, data });

const shown = (exposure: Exposure, value: string, mask: (value: string) => string): string | null =>
  exposure === 'full' ? value : exposure === 'masked' ? mask(value) : null;

type CameraEvent = EntryData['camera-event.observed'];
function cameraEventFor({ personal }: View, data: CameraEvent): CameraEvent {
  const hidesPlate = data.plate !== null && personal.plate !== 'full';
  // A still shows faces: where they are masked the media route serves it blurred, where there are none its address goes too.
  const hidesStill = data.evidence !== null && personal.face === 'none';
  if (!hidesPlate && !hidesStill) return data;
  return {
    ...data,
    plate: data.plate === null ? null : shown(personal.plate, data.plate, maskedPlate),
    evidence: hidesStill ? null : data.evidence,
  };
}

/** That a scene came by itself is seen by the room; what it came for may be the centre's own. */
type Triggered = EntryData['wall.triggered'];
const triggeredFor = ({ classifications }: View, data: Triggered): Triggered =>
  classifications.includes('internal') || data.raised.every(({ cause }) => cause === null)
    ? data
    : { raised: data.raised.map((one) => ({ ...one, cause: null })) };

type FieldReport = EntryData['field-report.recorded'];
function fieldReportFor({ personal }: View, data: FieldReport): FieldReport {
  const { reporter } = data;
  if (reporter === null || (personal.name === 'full' && personal.phone === 'full')) return data;
  return {
    ...data,
    reporter: {
      name: reporter.name === null ? null : shown(personal.name, reporter.name, maskedName),
      phone: reporter.phone === null ? null : shown(personal.phone, reporter.phone, maskedPhone),
    },
  };
}
