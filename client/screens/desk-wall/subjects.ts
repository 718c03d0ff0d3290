import type { WallFocused } from '../../../shared/contract/direction.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import type { World } from '../../../shared/rules/fold.ts';
import type { Translate } from '../../ui/format.ts';

/** Kinds that a wall's pins and focus point at. */
export const SUBJECT_KINDS: readonly Kind[] = ['camera.registered', 'camera-event.observed', 'field-report.recorded', 'area.defined'];

export const cameraName = (world: World, id: string): string => world.slots['camera.registered'].get(id)?.data.name ?? id;

/** What an incident is called: what happened and where; null: it is not known to whoever sits here. */
export function incidentName(world: World, incident: WallFocused['incident'], word: Translate): string | null {
  if (!incident) return null;
  const area = (code: string | null): string => (code === null ? '' : (world.slots['area.defined'].get(code)?.data.name ?? ''));
  if (incident.kind === 'camera-event.observed') {
    const event = world.slots['camera-event.observed'].get(incident.id);
    if (!event) return null;
    return [word(`vocabulary:cameraEvent.${event.data.type}`), cameraName(world, event.data.cameraId), area(event.area)]
      .filter(Boolean)
      .join(', ');
  }
  const report = world.slots['field-report.recorded'].get(incident.id);
  return report ? [word(`vocabulary:reportCategory.${report.data.category}`), area(report.area)].filter(Boolean).join(', ') : null;
}
