import { createContext, useContext, useRef, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { Kind } from '../../shared/contract/entry-data.ts';
import type { World } from '../../shared/rules/fold.ts';
import type { LinkState, LinkStore } from './link-store.ts';
import type { WorldStore } from './world-store.ts';

export type Stores = {
  world: WorldStore;
  link: LinkStore;
  /** Server time now, ticking: `subscribe` fires once a second, on the second. */
  clock: { now: () => number; subscribe: (listener: () => void) => () => void };
};

export const StoresContext = createContext<Stores | null>(null);

export function useStores(): Stores {
  const stores = useContext(StoresContext);
  if (!stores) throw new Error('no stores: wrap the screen in StoresContext');
  return stores;
}

/**
 * What a selector makes of the world, made again only when entries of these kinds changed. `kinds` and `select` are read
 * once: hand in module-level constants, or bind what varies through `key`.
 */
export function useWorld<T>(kinds: readonly Kind[], select: (world: World) => T, key = ''): T {
  const { world } = useStores();
  const memo = useRef<{ version: string; value: T } | null>(null);
  const read = (): T => {
    const versions = world.versions.getState();
    let version = key;
    for (const kind of kinds) version += `|${versions[kind]}`;
    if (memo.current?.version !== version) memo.current = { version, value: select(world.world()) };
    return memo.current.value;
  };
  return useSyncExternalStore(world.versions.subscribe, read);
}

export const useLink = <T,>(select: (state: LinkState) => T): T => useStore(useStores().link, select);

/** Whether the people in the room may see less than the centre's own: what is not there may only not be shown. */
export const useIsRoomLimited = (): boolean => useLink(({ view }) => (view?.audience ?? 'operators') !== 'operators');

/** Server time in milliseconds, changing once a second. */
export function useNow(): number {
  const { clock } = useStores();
  const read = (): number => Math.floor(clock.now() / 1000) * 1000;
  return useSyncExternalStore(clock.subscribe, read);
}
