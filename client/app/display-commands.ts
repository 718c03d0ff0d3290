import type { z } from 'zod';
import type { DisplayCommanded } from '../../shared/contract/direction.ts';
import { CAPTURE_WITHIN_MS } from '../../shared/contract/glass.ts';
import type { WorldStore } from '../stores/world-store.ts';

type Command = z.output<typeof DisplayCommanded>;

type Parts = {
  world: Pick<WorldStore, 'world' | 'onTable'>;
  place: { wall: string; position: string };
  /** When this page was loaded, by the server's clock; null: the server has not spoken yet. */
  loadedAt: () => number | null;
  now: () => number;
  /** What outlives a page: which command was obeyed last. */
  memory: Pick<Storage, 'getItem' | 'setItem'>;
  reload: () => void;
  /** Takes a picture of the page and hands it in under this id. */
  capture: (id: string) => void;
};

const OBEYED = 'ioc-display-command';

/**
 * Obeys what this display is told, once: what is newer than the page itself, and newer than what was obeyed before it was loaded again
 * (TRUTH8). It does not wait for a paint: a picture that stands still is what is loaded again.
 */
export function obeyCommands({ world, place, loadedAt, now, memory, reload, capture }: Parts): () => void {
  let obeyed = Number(memory.getItem(OBEYED) ?? 0);

  const obey = ({ command, capture: id, issuedAt }: Command): void => {
    obeyed = issuedAt;
    memory.setItem(OBEYED, String(issuedAt));
    if (command === 'capture') {
      if (id !== null && now() - issuedAt <= CAPTURE_WITHIN_MS) capture(id);
      return;
    }
    // Without a memory the next page would obey again, and the one after it.
    if (memory.getItem(OBEYED) === String(issuedAt)) reload();
  };

  const look = (): void => {
    const since = loadedAt();
    if (since === null) return;
    for (const { data } of world.world().slots['display.commanded'].values())
      if (data.wall === place.wall && data.position === place.position && data.issuedAt > Math.max(since, obeyed)) obey(data);
  };
  // A frame's tables are told of before they are folded.
  const unlisten = world.onTable('display.commanded', () => queueMicrotask(look));
  look();
  return unlisten;
}
