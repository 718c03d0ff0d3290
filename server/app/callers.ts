import type { AreaCode, EpochMs } from '../../shared/model/ids.ts';
import type { World } from '../../shared/rules/fold.ts';
import type { Callers } from '../domain/access/ports.ts';
import { spreadAreas } from '../domain/areas/spread.ts';
import { createDisplayCallers } from '../http/displays/display-callers.ts';
import { createSessionCallers } from '../http/session/session-callers.ts';
import type { NodeStore } from './node-store.ts';

type Parts = { store: Pick<NodeStore, 'displays' | 'identity'>; world: () => World; clock: () => EpochMs };

/**
 * How whoever asks is known: people by their sessions, displays by their pairing. A browser that is both (the machine where a wall
 * and a desk are tried together) is the person, but for what only a wall asks.
 */
export function createCallers({ store, world, clock }: Parts): NodeCallers {
  const people = createSessionCallers({
    identity: store.identity,
    areasWithin: (granted) => spreadAreas(world(), granted as AreaCode[], clock()) ?? [],
  });
  const displays = createDisplayCallers(store.displays.tokens);
  return {
    of: async (cookies, as = 'person') => {
      const [first, second] = as === 'person' ? [people, displays] : [displays, people];
      return (await first.of(cookies)) ?? second.of(cookies);
    },
    again: (caller) => (caller.holds.kind === 'session' ? people : displays).again(caller),
    displays,
  };
}

export type NodeCallers = Callers & {
  /** `as`: what the asking page is, where a browser is both. */
  of(cookies: string | undefined, as?: 'person' | 'display'): ReturnType<Callers['of']>;
  displays: Callers;
};
