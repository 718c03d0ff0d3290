import { type ReactNode, useLayoutEffect, useSyncExternalStore } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useWords } from '../words.ts';
import '../look.ts';
import './desk.css';
import './press-style.ts';

type Room = 'dark' | 'light';

const LIGHT = '(prefers-color-scheme: light)';
const query = (): MediaQueryList | null => (typeof window.matchMedia === 'function' ? window.matchMedia(LIGHT) : null);

function watch(changed: () => void): () => void {
  const light = query();
  light?.addEventListener('change', changed);
  return () => light?.removeEventListener('change', changed);
}
const roomNow = (): Room => (query()?.matches ? 'light' : 'dark');

/**
 * The ground of every desk screen: the room that the machine prefers, 1u = 11 px of cap height. The room stands on `<html>`, so
 * that dialogs and lists, which are drawn at the end of the page, have it too.
 */
export function Desk({ children }: { children: ReactNode }) {
  const room = useSyncExternalStore(watch, roomNow);
  const { language } = useWords();
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    dataset.room = room;
    dataset.screen = 'desk';
    return () => {
      delete dataset.room;
      delete dataset.screen;
    };
  }, [room]);
  return (
    <I18nProvider locale={language === 'vi' ? 'vi-VN' : 'en-GB'}>
      <div className="desk">{children}</div>
    </I18nProvider>
  );
}
