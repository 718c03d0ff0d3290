import { type DisplayStateReported, GLASS_FAULTS, GLASS_STATES, type GlassFault, type GlassState } from '../../../shared/contract/glass.ts';
import type { Verdict } from './judge.ts';
import type { Seat } from './ports.ts';

/** What got better must have stayed so for this long before the log says it: a display at the edge of something does not chatter. */
const BETTER_FOR_MS = 5_000;

export type Settler = {
  /** The entry that is due for a display; null: what the log has is still so. `said`: the newest entry of it. */
  due(seat: Seat, verdict: Verdict, said: DisplayStateReported | undefined, now: number): DisplayStateReported | null;
  /** Those that are no displays any more. */
  keepOnly(displays: ReadonlySet<string>): void;
};

type Seen = { states: Map<GlassState, number>; faults: Map<GlassFault, number> };

/**
 * The worst of the last five seconds: what is worse is said at once (each fault has its own patience already), what is better once it
 * has settled, and two faults that take turns are both there (TRUTH6).
 */
export function createSettler(): Settler {
  const seen = new Map<string, Seen>();

  return {
    due({ display, wall, position, name }, verdict, said, now) {
      let recent = seen.get(display);
      if (!recent) {
        recent = { states: new Map(), faults: new Map() };
        // Another node may have said it a moment ago, and this one begins.
        if (said) {
          recent.states.set(said.state, said.since);
          for (const fault of said.faults) recent.faults.set(fault, now);
        }
        seen.set(display, recent);
      }
      const { states, faults } = recent;
      states.set(verdict.state, now);
      for (const fault of verdict.faults) faults.set(fault, now);
      const isRecent = (at: number | undefined): boolean => at !== undefined && now - at < BETTER_FOR_MS;
      const state = GLASS_STATES.findLast((one) => isRecent(states.get(one))) ?? verdict.state;
      const settled = state === 'online' ? GLASS_FAULTS.filter((one) => isRecent(faults.get(one))) : [];

      const isSame = said !== undefined && said.state === state && said.faults.join() === settled.join();
      if (isSame && said.wall === wall && said.position === position && said.name === name) return null;
      const detail = settled.length === 0 ? null : (verdict.detail ?? said?.detail ?? null);
      return { wall, position, name, state, faults: settled, since: isSame ? said.since : now, detail };
    },
    keepOnly(displays) {
      for (const display of seen.keys()) if (!displays.has(display)) seen.delete(display);
    },
  };
}
