import type { Principal } from '../../../shared/contract/principal.ts';
import type { Caller } from '../access/ports.ts';
import type { PairedDisplay } from './ports.ts';

/** A display as a principal: read-only, seen with the eyes of who is in the room with its wall. */
export function callerOf({ id, name, wall, pairedAt }: PairedDisplay): Caller {
  const principal: Principal = { id, name, role: 'display', unit: null, areas: null, audience: wall.audience };
  return { principal, holds: { kind: 'display', id, wall: wall.id, pairedAt } };
}
