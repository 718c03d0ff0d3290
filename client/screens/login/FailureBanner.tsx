import { useEffect, useState } from 'react';
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden';
import { Banner } from '../../ui/desk/Banner.tsx';
import type { Failure } from './use-attempt.ts';
import { useWords } from './words.ts';

/** What a wrong proof is called on this form. */
export type Wrong = 'account' | 'code' | 'enrol' | 'recovery' | 'password' | 'proof';

/** Seconds left, counted on this page. */
function useCountdown(from: number | undefined): number {
  const [left, setLeft] = useState(from ?? 0);
  useEffect(() => {
    if (from === undefined || from <= 0) return;
    const end = performance.now() + from * 1000;
    const timer = setInterval(() => {
      const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      setLeft(seconds);
      if (seconds === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [from]);
  return left;
}

/** Says what went wrong and what to do. Mount it anew for each failure (`key={failure.at}`). */
export function FailureBanner({ failure, wrong }: { failure: Failure; wrong: Wrong }) {
  const { t } = useWords();
  const wait = failure.code === 'slow-down' ? (failure.retryAfterS ?? 30) : undefined;
  const left = useCountdown(wait);
  if (wait !== undefined) {
    return (
      <Banner tone={left > 0 ? 'wrong' : 'note'}>
        {/* The figure runs for the eye; aloud it is said once. */}
        <span aria-hidden="true">{left > 0 ? t('failure.slowDown', { seconds: left }) : t('failure.again')}</span>
        <VisuallyHidden elementType="span">{t('failure.slowDown', { seconds: wait })}</VisuallyHidden>
      </Banner>
    );
  }
  return <Banner tone="wrong">{failure.code === 'wrong' ? t(`failure.wrong.${wrong}`) : t(`failure.${failure.code}`)}</Banner>;
}
