import { areaCode } from '../../../shared/model/ids.ts';
import type { LngLat } from '../../../shared/model/units.ts';
import type { AreaRow } from '../../domain/areas/hai-phong-areas.ts';
import { hash, unit } from './chance.ts';
import { inWords, PLACES, type Place, positionIn, streetInWords } from './places.ts';
import type { Line } from './script.ts';
import { floodproneness } from './storm.ts';

/** A camera of the drill. The same ones on every day and for every seed: a city's cameras do not move overnight. */
export type DrillCamera = {
  id: string;
  key: number;
  name: string;
  area: AreaRow;
  at: LngLat;
  directionDeg: number | null;
  owner: string;
  /** 0 to 1: how deep the water stands here, of the deepest in its unit. */
  depthShare: number;
};

const OWNERS = ['Công an thành phố Hải Phòng', 'Sở Xây dựng thành phố Hải Phòng'] as const;
const HEADINGS = ['hướng đông', 'hướng tây', 'hướng nam', 'hướng bắc'] as const;

/** Junctions first, then places that all know, then along the streets, from one end to the other. */
function namesOf(place: Place): string[] {
  const names = [...place.junctions, ...place.spots];
  for (let post = 1; names.length < place.cameras; post++) {
    for (const street of place.streets) {
      const road = streetInWords(street);
      names.push(`${road.charAt(0).toUpperCase()}${road.slice(1)}, vị trí ${post}`);
    }
  }
  return names.slice(0, place.cameras);
}

function camerasOf(place: Place): DrillCamera[] {
  return namesOf(place).map((name, i): DrillCamera => {
    const id = `cam-${place.area.code}-${String(i + 1).padStart(2, '0')}`;
    const key = hash('camera', id);
    const where = inWords(place.area);
    const isDome = unit(key, 5) < 0.25;
    const quarter = Math.floor(unit(key, 6) * 4);
    // East, west, south, north, give or take how the pole stands.
    const bearing = [90, 270, 180, 0][quarter] as number;
    return {
      id,
      key,
      name: [name, ...(isDome ? [] : [HEADINGS[quarter]]), ...(name.includes(where) ? [] : [where])].join(', '),
      area: place.area,
      at: positionIn(place.area, key),
      directionDeg: isDome ? null : (bearing + 360 + Math.round((unit(key, 7) - 0.5) * 40)) % 360,
      owner: unit(key, 8) < 0.3 ? `Ủy ban nhân dân ${inWords(place.area)}` : (OWNERS[unit(key, 8) < 0.75 ? 0 : 1] as string),
      depthShare: floodproneness(place.area.code) > 0 ? 0.25 + 0.85 * unit(key, 9) : 0,
    };
  });
}

export const CAMERAS: readonly DrillCamera[] = PLACES.flatMap(camerasOf);

export const cameraLine = (camera: DrillCamera, publisherKey: string): Line => ({
  kind: 'camera.registered',
  id: camera.id,
  area: areaCode(camera.area.code),
  publisherKey,
  data: { name: camera.name, at: camera.at, directionDeg: camera.directionDeg, owner: camera.owner },
});
