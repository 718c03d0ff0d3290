import './notice.css';
import { type RefObject, useLayoutEffect, useRef } from 'react';
import { useNow } from '../../stores/stores-context.tsx';
import { TileFrame } from '../../ui/TileFrame.tsx';
import { useWords } from '../../ui/words.ts';
import { fittingSize, type NoticeSize } from './fit.ts';

export type NoticeProps = { title: string; text: string; size: NoticeSize };

/** Words that somebody wrote into the scene: what a room is told for as long as the scene is up. */
export function Notice({ title, text, size }: NoticeProps) {
  const now = useNow();
  const { t } = useWords('notice');
  const box = useRef<HTMLDivElement>(null);
  useFit(box, text, size);
  return (
    <TileFrame
      title={title === '' ? t('notice:title') : title}
      now={now}
      bare={title === ''}
      steady
      state={text.trim() === '' ? 'empty' : 'live'}
      note={t('notice:empty')}
    >
      <div className="notice" ref={box}>
        <p>{text}</p>
      </div>
    </TileFrame>
  );
}

/** Sets `--size` (units) on the box: as chosen, or the largest that is not cut. Measured again when the box gets another size. */
function useFit(box: RefObject<HTMLDivElement | null>, text: string, size: NoticeSize): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text is measured anew
  useLayoutEffect(() => {
    const element = box.current;
    const words = element?.firstElementChild;
    if (!element || !words) return;
    const set = (u: number): void => element.style.setProperty('--size', String(u));
    if (size !== 'fit') {
      set(Number(size));
      return;
    }
    const measure = (): void => {
      set(
        fittingSize((u) => {
          set(u);
          return words.scrollWidth <= element.clientWidth && words.clientHeight <= element.clientHeight;
        }),
      );
    };
    measure();
    if (typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, text, size]);
}
