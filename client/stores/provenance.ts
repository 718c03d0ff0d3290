import type { Entry } from '../../shared/contract/entry.ts';
import { SEVERITIES, type Severity } from '../../shared/model/vocabulary.ts';
import type { World } from '../../shared/rules/fold.ts';

/** What the header of a tile says of its data: the names of the sources, and whether they still speak. */
export type Provenance = {
  names: string[];
  /** Every source silent or away: stale. Some of them: late. */
  state: 'live' | 'late' | 'stale';
  silent: string[];
};

/** Where entries come from and whether those sources live, as the log's own `source.state` says. */
export function provenanceOf(world: World, entries: Iterable<Entry>): Provenance {
  const ids = new Set<string>();
  for (const entry of entries) ids.add(entry.source);
  const names: string[] = [];
  const silent: string[] = [];
  let spoken = 0;
  for (const id of ids) {
    const name = world.slots['source.registered'].get(id)?.data.name ?? id;
    const state = world.slots['source.state'].get(id)?.data.state ?? 'online';
    names.push(name);
    if (state === 'online') spoken++;
    else silent.push(name);
  }
  names.sort((a, b) => a.localeCompare(b, 'vi'));
  return { names, silent, state: silent.length === 0 ? 'live' : spoken === 0 ? 'stale' : 'late' };
}

/** The number on a mark: 1 is the most severe. */
export const levelOf = (severity: Severity): 1 | 2 | 3 | 4 => (SEVERITIES.indexOf(severity) + 1) as 1 | 2 | 3 | 4;

/** A unit's name without the word for its kind, where a line has room for one of them only. */
export const shortArea = (name: string): string => name.replace(/^(Phường|Xã|Đặc khu) /, '');

/** Name of a unit as the log has it; the code while the unit is not known; empty for the whole centre. */
export const areaName = (world: World, area: Entry['area']): string =>
  area === null ? '' : (world.slots['area.defined'].get(area)?.data.name ?? area);
