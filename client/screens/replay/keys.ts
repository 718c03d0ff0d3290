import { useEffect, useRef } from 'react';
import { REPLAY_SPEEDS } from '../../../shared/contract/direction.ts';

export type Hands = {
  toggle(): void;
  speed(speed: number): void;
  /** Milliseconds of the past. */
  by(ms: number): void;
  jump(way: 1 | -1): void;
};

/** Keys of the whole screen; what has keys of its own keeps them. */
export function useReplayKeys(hands: Hands): void {
  const current = useRef(hands);
  current.current = hands;
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || isOwn(event)) return;
      const act = actOf(event, current.current);
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
}

function actOf({ key, shiftKey }: KeyboardEvent, hands: Hands): (() => void) | null {
  const step = shiftKey ? 60_000 : 10_000;
  switch (key) {
    case ' ':
      return hands.toggle;
    case 'ArrowLeft':
      return () => hands.by(-step);
    case 'ArrowRight':
      return () => hands.by(step);
    case ',':
      return () => hands.jump(-1);
    case '.':
      return () => hands.jump(1);
    default: {
      const speed = REPLAY_SPEEDS[Number(key) - 1];
      return speed === undefined ? null : () => hands.speed(speed);
    }
  }
}

/** A field that is written in, or a button that the space bar presses. */
function isOwn({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('input, textarea, select, [contenteditable], [role="spinbutton"], [role="listbox"], [role="slider"]')) return true;
  return key === ' ' && target.closest('button, a') !== null;
}
