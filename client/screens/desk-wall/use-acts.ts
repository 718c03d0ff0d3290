import { useCallback, useState } from 'react';
import type { WallOrder, WallOrderAnswer } from '../../../shared/contract/direction.ts';
import { exchange } from '../../ui/desk/exchange.ts';
import { inWords } from './refusal-words.ts';
import { undoOf } from './undo.ts';
import type { WallState } from './walls-here.ts';
import { useDeskWords } from './words.ts';

export type Said = { tone: 'note' | 'wrong'; text: string };
export type Undo = { wall: string; wallName: string; order: WallOrder; what: string };
export type Told = { wall: string; wallName: string; order: WallOrder; state: WallState; now: number };

/** Sends orders one after another, says what became of them, and remembers how the last one is taken back. */
export function useActs(): {
  said: Said | null;
  say: (said: Said | null) => void;
  undo: Undo | null;
  isGoing: boolean;
  tell: (told: Told) => Promise<boolean>;
  takeBack: () => Promise<void>;
} {
  const { t } = useDeskWords();
  const [said, say] = useState<Said | null>(null);
  const [undo, setUndo] = useState<Undo | null>(null);
  const [isGoing, setIsGoing] = useState(false);

  const send = useCallback(
    async (wall: string, order: WallOrder): Promise<string | null> => {
      const path = `/walls/v1/${encodeURIComponent(wall)}/direction`;
      setIsGoing(true);
      try {
        const answer = await exchange<WallOrderAnswer>(path, { method: 'POST', json: order });
        return answer.ok ? null : inWords(answer.error, t);
      } finally {
        setIsGoing(false);
      }
    },
    [t],
  );

  return {
    said,
    say,
    undo,
    isGoing,
    async tell({ wall, wallName, order, state, now }) {
      const fault = await send(wall, order);
      const what = t(order.order === 'control' ? `done.control.${order.act}` : `done.${order.order}`);
      if (fault !== null) {
        say({ tone: 'wrong', text: t('notDone', { wall: wallName, fault }) });
        return false;
      }
      say({ tone: 'note', text: t('isDone', { wall: wallName, what }) });
      const back = undoOf(state.direction, order, now);
      if (order.order !== 'control' && order.order !== 'acknowledge') setUndo(back && { wall, wallName, order: back, what });
      return true;
    },
    async takeBack() {
      if (!undo) return;
      setUndo(null);
      const fault = await send(undo.wall, undo.order);
      say(
        fault === null
          ? { tone: 'note', text: t('undone', { wall: undo.wallName, what: undo.what }) }
          : { tone: 'wrong', text: t('notDone', { wall: undo.wallName, fault }) },
      );
    },
  };
}
