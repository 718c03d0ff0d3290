import { useEffect, useState } from 'react';
import type { WallControlled, WallDirected } from '../../../shared/contract/direction.ts';
import { actsBetween, controlBetween, newestAct } from '../../../shared/rules/wall-acts.ts';
import { useStores } from '../../stores/stores-context.tsx';
import type { ActNote } from './act-log.ts';

const KEPT = 40;

/** What people did to the walls since this desk opened, the newest first, and the last thing that was done to each before. */
export function useActLog(): readonly ActNote[] {
  const { world } = useStores();
  const [notes, setNotes] = useState<readonly ActNote[]>([]);
  useEffect(() => {
    const directed = new Map<string, { seq: number; data: WallDirected }>();
    const controlled = new Map<string, { seq: number; data: WallControlled }>();
    const read = (): void => {
      const fresh: (ActNote & { seq: number })[] = [];
      const { slots } = world.world();
      for (const { id, seq, actor, occurredAt, data } of slots['wall.directed'].values()) {
        const known = directed.get(id);
        if (known && known.seq >= seq) continue;
        directed.set(id, { seq, data });
        // Of the first version that is read only the newest act is this one's.
        const acts = known ? actsBetween(known.data, data) : newestAct(data);
        for (const act of acts) fresh.push({ at: occurredAt, wall: id, by: actor, ...act, seq });
      }
      for (const { id, seq, occurredAt, data } of slots['wall.controlled'].values()) {
        const known = controlled.get(id);
        if (known && known.seq >= seq) continue;
        controlled.set(id, { seq, data });
        const change = controlBetween(known?.data ?? null, data);
        if (change) fresh.push({ at: occurredAt, wall: id, by: change.name, what: change.what, subject: null, seq });
      }
      if (fresh.length === 0) return;
      fresh.sort((a, b) => b.seq - a.seq);
      setNotes((before) => [...fresh, ...before].slice(0, KEPT));
    };
    read();
    return world.versions.subscribe((now, before) => {
      if (now['wall.directed'] !== before['wall.directed'] || now['wall.controlled'] !== before['wall.controlled']) read();
    });
  }, [world]);
  return notes;
}
