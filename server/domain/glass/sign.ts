import type { SignOfLife } from '../displays/sign-of-life.ts';
import type { GlassRow } from './ports.ts';

/** A node writes every second; past this its word on who is connected is worth nothing: it may have died with its connections. */
const NODE_MS = 4_000;

/** The last sign of life of a display, from what is on disk and from what its node says from second to second. */
export function signOf(
  seenAt: number | null,
  glass: Pick<GlassRow, 'aliveAt' | 'connected' | 'writtenAt' | 'leftAt'> | null,
  now: number,
): SignOfLife {
  if (glass === null) return { at: seenAt, isConnected: false, leftAt: null };
  return {
    at: Math.max(glass.aliveAt, seenAt ?? 0),
    isConnected: glass.connected && now - glass.writtenAt <= NODE_MS,
    leftAt: glass.leftAt,
  };
}
