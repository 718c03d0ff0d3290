import type { Entry } from '../contract/entry.ts';
import type { Principal } from '../contract/principal.ts';
import { type Action, RIGHTS } from './rights.ts';
import { mayPass, viewOf } from './view.ts';

/** What an action is done to. A route names the area of its subject; without one the subject is the whole centre's. */
export type Resource = { area: string | null };
export const CENTRE: Resource = { area: null };

/**
 * Whether a principal may do something to a resource.
 * An entry of no area speaks of the whole centre, and everybody of the centre may read it; to change something of the whole
 * centre takes a right that reaches so far.
 */
export function can(principal: Principal, action: 'entry:read', resource: Entry): boolean;
export function can(principal: Principal, action: Exclude<Action, 'entry:read'>, resource?: Resource): boolean;
export function can(principal: Principal, action: Action, resource: Entry | Resource = CENTRE): boolean {
  const scope = RIGHTS[principal.role].may[action];
  if (scope === undefined) return false;
  if (action === 'entry:read') return mayPass(viewOf(principal), resource as Entry);
  if (scope === 'centre' || principal.areas === null || ASKS_FOR_A_VIEW.has(action)) return true;
  return resource.area !== null && principal.areas.includes(resource.area as (typeof principal.areas)[number]);
}

/** What these bring is cut to the principal's view, whatever they are asked for. */
const ASKS_FOR_A_VIEW: ReadonlySet<Action> = new Set(['stream:join', 'entry:export', 'replay:read']);
