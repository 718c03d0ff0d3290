import { useEffect, useState } from 'react';
import { formatDate, formatHour } from '../../ui/format.ts';
import { Drum } from './Drum.tsx';
import { useWords } from './words.ts';

/** The side of the page that asks for nothing: whose house this is, and what time it is there. */
export function Frontispiece({ now }: { now: () => number }) {
  const { t, language } = useWords();
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), 1_000);
    return () => clearInterval(timer);
  }, [now]);
  return (
    <aside className="login-front" aria-label={t('centre')}>
      <Drum />
      <p className="login-centre">{t('centre')}</p>
      <p className="login-clock">
        <time dateTime={new Date(at).toISOString().slice(0, 16)}>
          <span>{formatHour(at)}</span>
          {formatDate(at, language)}
        </time>
      </p>
    </aside>
  );
}
