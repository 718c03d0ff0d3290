import type { Entry } from '../../../shared/contract/entry.ts';
import type { Bounds, LngLat } from '../../../shared/model/units.ts';
import { CAMERA_STATES, type CameraState, SEVERITIES, type Severity } from '../../../shared/model/vocabulary.ts';
import { type Day, lowestUnits } from '../../../shared/rules/areas.ts';
import type { World } from '../../../shared/rules/fold.ts';
import type { Site } from '../../map/cells.ts';
import type { BlindCamera } from '../../map/mark-layers.ts';
import { MARK_FORMS, type Mark, type MarkForm } from '../../map/marks.ts';

/** The parts of the map's picture that come from the world alone. */

export type Centre = { origin: LngLat; bounds: Bounds };
export function centreOf(world: World): Centre | null {
  const centre: Entry<'centre.defined'> | undefined = world.slots['centre.defined'].values().next().value;
  if (!centre) return null;
  const { origin, bounds } = centre.data;
  return { origin, bounds };
}

/** As large as a commune of the delta is in the middle: what a unit of unknown extent is drawn as. */
const USUAL_KM2 = 25;

/** The units that are shaded: those of the lowest level on a day. */
export type Unit = Site & { name: string };
export function unitsOf(world: World, day: Day): Unit[] {
  const units = lowestUnits(world.slots['area.defined'].values(), day);
  return [...units].map(([code, { name, at, areaKm2 }]) => ({ code, name, at, areaKm2: areaKm2 ?? USUAL_KM2 }));
}

/** On the map the colour of the ground and the place say "ward"; the kind is written where it is rare and proud. */
export const mapName = (name: string): string => name.replace(/^(Phường|Xã) /, '');

/** An island far out would shrink the city to a stamp: the frame holds what lies within this of the middle, the rest is named in words. */
const FRAME_KM = 75;
export function frameOf(units: readonly Unit[], fallback: Bounds): Bounds {
  if (units.length === 0) return fallback;
  const middle: LngLat = [median(units.map(({ at }) => at[0])), median(units.map(({ at }) => at[1]))];
  const kmPerLng = 111.32 * Math.cos((middle[1] * Math.PI) / 180);
  const frame: [number, number, number, number] = [180, 90, -180, -90];
  for (const { at, areaKm2 } of units) {
    if (Math.hypot((at[0] - middle[0]) * kmPerLng, (at[1] - middle[1]) * 111.32) > FRAME_KM) continue;
    const reach = Math.sqrt(areaKm2 / Math.PI);
    frame[0] = Math.min(frame[0], at[0] - reach / kmPerLng);
    frame[1] = Math.min(frame[1], at[1] - reach / 111.32);
    frame[2] = Math.max(frame[2], at[0] + reach / kmPerLng);
    frame[3] = Math.max(frame[3], at[1] + reach / 111.32);
  }
  return frame;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export const cameraState = (world: World, id: string): CameraState => world.slots['camera.state'].get(id)?.data.state ?? 'unknown';

export function blindCameras(world: World): BlindCamera[] {
  const blind: BlindCamera[] = [];
  for (const [id, { data }] of world.slots['camera.registered']) {
    const state = cameraState(world, id);
    if (state !== 'live') blind.push({ id, at: data.at, state });
  }
  return blind;
}

export type Tally = {
  forms: Record<MarkForm, number>;
  severities: Record<Severity, number>;
  cameras: Record<CameraState, number>;
};

export function tallyOf(world: World, marks: readonly Mark[]): Tally {
  const zero = <K extends string>(keys: readonly K[]): Record<K, number> =>
    Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
  const tally: Tally = { forms: zero(MARK_FORMS), severities: zero(SEVERITIES), cameras: zero(CAMERA_STATES) };
  for (const { form, severity } of marks) {
    tally.forms[form]++;
    tally.severities[severity]++;
  }
  for (const id of world.slots['camera.registered'].keys()) tally.cameras[cameraState(world, id)]++;
  return tally;
}
