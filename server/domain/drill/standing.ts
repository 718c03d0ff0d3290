import type { Standing } from '../intake/standing.ts';

/** Every drill that runs, by subject id. */
export function runningDrills(standing: Standing): { id: string; name: string }[] {
  const newest = new Map<string, { state: 'running' | 'ended'; name: string }>();
  for (const drill of standing.each('drill.changed')) newest.set(drill.id, drill.data);
  return [...newest].flatMap(([id, { state, name }]) => (state === 'running' ? [{ id, name }] : []));
}

/** True after a drill was ended by a real source: what it still had in flight must not come back into the picture (DRILL3). */
export function drillIsOver(standing: Standing): boolean {
  let known = false;
  for (const _ of standing.each('drill.changed')) known = true;
  return known && runningDrills(standing).length === 0;
}
