import type { TriggerRaised } from '../../shared/contract/direction.ts';
import type { World } from '../../shared/rules/fold.ts';
import { areaName, shortArea } from '../stores/provenance.ts';
import { formatNumber, type Language, type Translate } from '../ui/format.ts';

/**
 * What raised a scene, in words: "Trạm đo mực nước phường Hải An 214 cm". `word`: of the page's vocabulary. null: whoever looks may
 * not know, or it left the picture.
 */
export function causeName(world: World, { cause }: TriggerRaised, word: Translate, language: Language): string | null {
  if (!cause) return null;
  const { kind, id, value } = cause;
  const measured = (decimals: number, unit: string): string =>
    value === null ? '' : ` ${formatNumber(value, decimals, language)} ${unit}`;
  const at = (what: string, area: Parameters<typeof areaName>[1]): string => {
    const place = shortArea(areaName(world, area));
    return place === '' || what.includes(place) ? what : `${what}, ${place}`;
  };
  switch (kind) {
    case 'camera-event.observed': {
      const event = world.slots[kind].get(id);
      if (!event) return null;
      const camera = world.slots['camera.registered'].get(event.data.cameraId)?.data.name;
      const what = word(`vocabulary:cameraEvent.${event.data.type}`);
      return at(camera ? `${what}, ${camera}` : what, event.area);
    }
    case 'field-report.recorded': {
      const report = world.slots[kind].get(id);
      return report ? at(word(`vocabulary:reportCategory.${report.data.category}`), report.area) : null;
    }
    case 'sensor.observed': {
      const sensor = world.slots[kind].get(id);
      if (!sensor) return null;
      const { name, unit } = sensor.data;
      return `${at(name, sensor.area)}${measured(value !== null && Number.isInteger(value) ? 0 : 1, unit)}`;
    }
    case 'indicator.valued': {
      const valued = world.slots[kind].get(id);
      const defined = valued && world.slots['indicator.defined'].get(valued.data.code);
      return defined ? `${at(defined.data.name, valued.area)}${measured(defined.data.decimals, defined.data.unit)}` : null;
    }
  }
}
