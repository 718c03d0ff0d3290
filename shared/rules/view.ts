import type { Entry } from '../contract/entry.ts';
import type { EntryData } from '../contract/entry-data.ts';
import type { Principal } from '../contract/principal.ts';
import type { View } from '../contract/socket.ts';

/** Rights × areas × audience. Principals who may see the same share a view, and so every encoding made for it. */
export function viewOf({ classifications, areas, audience }: Principal): View {
  const sorted = { classifications: [...classifications].sort(), areas: areas && [...areas].sort(), audience };
  return { key: `${sorted.classifications.join('+')}|${sorted.areas?.join('+') ?? '*'}|${audience}`, ...sorted };
}

/** Whether a view lets an entry through at all. An entry of no area speaks of the whole centre. */
export function mayPass(view: View, entry: Entry): boolean {
  return (
    view.classifications.includes(entry.classification) && (entry.area === null || view.areas === null || view.areas.includes(entry.area))
  );
}

/** The entry as this view may have it: what it may not see is gone, not hidden. The same entry when nothing had to go. */
export function project(view: View, entry: Entry): Entry | null {
  if (!mayPass(view, entry)) return null;
  if (entry.kind === 'camera-event.observed' && entry.data.plate !== null && !view.classifications.includes('personal')) {
    const data: EntryData['camera-event.observed'] = { ...entry.data, plate: null };
    return { ...entry, data };
  }
  return entry;
}
