import type { Entry } from '../../../shared/contract/entry.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import { CLASSIFICATIONS, type Classification } from '../../../shared/model/vocabulary.ts';
import type { World } from '../../../shared/rules/fold.ts';

/**
 * When the newest facts came, by kind and classification: a tile that claims an older number has owed its display something since
 * then. One mark a second and the last two minutes of them, so it stays small however much comes.
 */
export type NewestFacts = {
  committed(entries: readonly Entry[], at: number): void;
  /** Since how many milliseconds there is something of these kinds above `seq` that may be seen; 0: there is nothing. */
  owedMs(claim: { seq: number; kinds: readonly Kind[] }, visible: readonly Classification[], world: World, now: number): number;
};

const MARK_MS = 1_000;
const MARKS_MAX = 120;
/** Below this nobody asks, so nobody looks through the world for it. */
const WORTH_A_LOOK_MS = 2_000;

export function createNewestFacts(): NewestFacts {
  /** Oldest first: when its first fact came, and the number of its last. */
  const marks = new Map<string, { at: number; seq: number }[]>();
  const keyOf = (kind: Kind, classification: Classification): string => `${kind}|${classification}`;

  return {
    committed(entries, at) {
      for (const { kind, classification, seq } of entries) {
        const key = keyOf(kind, classification);
        const list = marks.get(key) ?? [];
        marks.set(key, list);
        const last = list.at(-1);
        if (last && at - last.at < MARK_MS) last.seq = seq;
        else list.push({ at, seq });
        if (list.length > MARKS_MAX) list.shift();
      }
    },
    owedMs({ seq, kinds }, visible, world, now) {
      let since = now;
      for (const kind of kinds)
        for (const classification of CLASSIFICATIONS) {
          if (!visible.includes(classification)) continue;
          const first = marks.get(keyOf(kind, classification))?.find((mark) => mark.seq > seq);
          if (first && first.at < since) since = first.at;
        }
      if (now - since < WORTH_A_LOOK_MS) return 0;
      // What came may have left again (withdrawn, or folded away): only what stands in the picture is owed.
      return standsAbove(seq, kinds, visible, world) ? now - since : 0;
    },
  };
}

function standsAbove(seq: number, kinds: readonly Kind[], visible: readonly Classification[], world: World): boolean {
  for (const kind of kinds)
    for (const entry of world.slots[kind].values()) if (entry.seq > seq && visible.includes(entry.classification)) return true;
  return false;
}
