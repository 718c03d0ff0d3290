import { KIND_NAMES } from '../../shared/contract/entry-data.ts';
import type { World } from '../../shared/rules/fold.ts';

/** Changes of every kind can bring or take the last entry of a drill. */
export const DRILL_KINDS = KIND_NAMES;

/** Name of the drill on this screen; '' when something on it was made for a drill that has no name; null: nothing was. */
export function drillOf(world: World): string | null {
  for (const { data } of world.slots['drill.changed'].values()) if (data.state === 'running') return data.name;
  for (const kind of KIND_NAMES) {
    if (kind === 'drill.changed') continue;
    for (const entry of world.slots[kind].values()) if (entry.drill) return '';
  }
  return null;
}
