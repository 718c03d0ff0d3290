import { useEffect, useRef } from 'react';

/** What a press of one key does; letters whatever their case. */
export type Keys = Readonly<Record<string, () => void>>;

const TYPES_IN = 'input:not([type="radio"]):not([type="checkbox"]), textarea, select, [contenteditable="true"]';

/**
 * The desk's own keys: one letter, one act. They rest while a person types, while a question is open, and when `isOn` is false
 * (WCAG 2.1.4: they can be switched off).
 */
export function useKeys(keys: Keys, isOn: boolean): void {
  const held = useRef(keys);
  useEffect(() => {
    held.current = keys;
  });
  useEffect(() => {
    if (!isOn) return;
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      // While a Vietnamese word is being put together the letters are not its own yet.
      if (event.isComposing || (event.target instanceof Element && event.target.closest(TYPES_IN))) return;
      if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
      const act = held.current[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [isOn]);
}
