import type { NewEntry } from '../../../shared/contract/entry.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import type { World } from '../../../shared/rules/fold.ts';

/** What is known at the moment of a decision: the newest entry of each subject. */
export interface Standing {
  newest<K extends Kind>(kind: K, id: string): NewEntry<K> | undefined;
  /** Every subject of a kind; a subject may come twice, the newer one later. */
  each<K extends Kind>(kind: K): Iterable<NewEntry<K>>;
}

export const standingOf = (world: World): Standing => ({
  newest: (kind, id) => world.slots[kind].get(id),
  each: (kind) => world.slots[kind].values(),
});

/**
 * What was just decided, on top of what is known: the world lags behind by a tick, and within one batch a camera may be
 * registered by one item and see something in the next.
 */
export type Ahead = Standing & { put(entry: NewEntry): void; readonly size: number };

export function aheadOf(below: Standing): Ahead {
  const slots = new Map<Kind, Map<string, NewEntry>>();
  /** `kind|id` of what was withdrawn here and not put again. */
  const gone = new Set<string>();
  let size = 0;
  return {
    get size() {
      return size;
    },
    put(entry) {
      size++;
      if (entry.kind === 'entity.withdrawn') {
        const kind = entry.data.kind as Kind;
        slots.get(kind)?.delete(entry.id);
        gone.add(`${kind}|${entry.id}`);
        return;
      }
      let slot = slots.get(entry.kind);
      if (!slot) {
        slot = new Map();
        slots.set(entry.kind, slot);
      }
      slot.set(entry.id, entry);
    },
    newest<K extends Kind>(kind: K, id: string): NewEntry<K> | undefined {
      const here = slots.get(kind)?.get(id);
      if (here) return here as NewEntry<K>;
      return gone.size > 0 && gone.has(`${kind}|${id}`) ? undefined : below.newest(kind, id);
    },
    *each<K extends Kind>(kind: K): Iterable<NewEntry<K>> {
      const here = slots.get(kind) as Map<string, NewEntry<K>> | undefined;
      for (const entry of below.each(kind)) if (gone.size === 0 || !gone.has(`${kind}|${entry.id}`)) yield entry;
      if (here) yield* here.values();
    },
  };
}
