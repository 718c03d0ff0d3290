import type { Kind } from '../../../shared/contract/entry-data.ts';
import { type CameraEventType, CLASSIFICATIONS, type Classification } from '../../../shared/model/vocabulary.ts';
import type { Draft } from './ports.ts';

/** Who may see a kind of entry when its publisher does not say. Plates inside an event are `personal` and are cut out by the view. */
const BY_KIND: Record<Kind, Classification> = {
  'centre.defined': 'public',
  'area.defined': 'public',
  'boundaries.imported': 'public',
  'camera.registered': 'internal',
  'camera.state': 'internal',
  'camera-event.observed': 'internal',
  'field-report.recorded': 'internal',
  'indicator.defined': 'public',
  'indicator.valued': 'public',
  'sensor.observed': 'public',
  'source.registered': 'internal',
  'source.state': 'internal',
  'drill.changed': 'public',
  'entity.withdrawn': 'internal',
  // A wall must know what to show whoever is in the room; who runs it and what it is worth looking at is the centre's own.
  'wall.defined': 'public',
  'scene.published': 'public',
  'wall.directed': 'public',
  'wall.triggered': 'public',
  'display.commanded': 'public',
  'wall.controlled': 'internal',
  'wall.focused': 'internal',
  'display.state': 'internal',
  'briefing.frozen': 'internal',
};

/** What a camera saw that concerns the police alone (BP-12.2, DT-7.2c). */
const POLICE_EVENTS: ReadonlySet<CameraEventType> = new Set(['watch-listed-plate', 'plate', 'weapon']);

/**
 * The publisher's word, or the kind's default; a default never lowers what a subject already has, so an event that was a
 * plate read once stays with the police.
 */
export function classificationOf(draft: Draft, present: Classification | undefined): Classification {
  if (draft.classification !== undefined) return draft.classification;
  const own = draft.kind === 'camera-event.observed' && POLICE_EVENTS.has(draft.data.type) ? 'police' : BY_KIND[draft.kind];
  return present !== undefined && CLASSIFICATIONS.indexOf(present) > CLASSIFICATIONS.indexOf(own) ? present : own;
}
