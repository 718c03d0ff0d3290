import '../../../ui/look.ts';
import '../wall.css';
import './pairing.css';
import { type CSSProperties, type ReactElement, useEffect, useState } from 'react';
import { driftAt, useIdleCursor, useUnit } from '../../../scene/screen.ts';
import { CutBanner } from '../../../ui/Band.tsx';
import { QrCode } from '../../../ui/QrCode.tsx';
import { PANEL_GROUP_HEIGHT_MM } from '../../../ui/unit.ts';
import type { Pairing } from './use-pairing.ts';
import { usePairingWords } from './words.ts';

type Props = {
  pairing: Pairing;
  /** It was a display of the wall until a moment ago. */
  wasRevoked: boolean;
  farthestSeatM?: number;
  heightMm?: number;
};

/**
 * What a wall shows that is nobody's yet: what this screen is, its code as large as it goes, and what to do with it at a desk.
 * There is nothing to press and nothing to type here (PAIR11).
 */
export function PairingScreen({ pairing, wasRevoked, farthestSeatM = 6, heightMm = PANEL_GROUP_HEIGHT_MM }: Props): ReactElement {
  const { t, language } = usePairingWords();
  const u = useUnit(farthestSeatM, heightMm);
  const idle = useIdleCursor();
  const now = useSecond();
  const { code, isBusy, unreachableSince } = pairing;
  useEffect(() => {
    document.title = t('page');
  }, [t]);

  const leftS = code ? Math.max(0, Math.floor((code.endsAt - now.page) / 1000)) : 0;
  const waiting = unreachableSince !== null ? 'waitingForServer' : isBusy ? 'busy' : 'renewing';
  const [x, y] = driftAt(now.epoch);
  return (
    <main
      className={idle ? 'wall wall--idle' : 'wall'}
      data-room="dark"
      data-pairing={code ? 'code' : waiting}
      data-link={unreachableSince === null ? 'live' : 'down'}
      lang={language}
      style={{ '--u': `${u}px` } as CSSProperties}
    >
      <div className="wall__drift pairing" style={{ transform: `translate(${Math.round(x * u)}px, ${Math.round(y * u)}px)` }}>
        <header>
          <h1>{t(wasRevoked ? 'revoked' : 'title')}</h1>
          <p className="quiet">{t('meaning')}</p>
        </header>
        {code ? (
          <>
            <p className={unreachableSince === null ? 'pairing__code' : 'pairing__code pairing__code--old'} data-code={code.userCode}>
              <span className="pairing__name">{t('code')}</span>
              {code.userCode}
            </p>
            <div className="pairing__how">
              <QrCode className="pairing__qr" text={code.url} name={t('qr')} />
              <div>
                <p>{t('step1')}</p>
                <p>{t('step2')}</p>
                <p className="quiet pairing__left">
                  {t('left', { minutes: Math.floor(leftS / 60), seconds: String(leftS % 60).padStart(2, '0') })}
                </p>
              </div>
            </div>
          </>
        ) : (
          <p className="pairing__waiting" role="status">
            {t(waiting)}
          </p>
        )}
      </div>
      {unreachableSince === null ? null : (
        <div className="wall__banner">
          <CutBanner since={now.epoch - (now.page - unreachableSince)} now={now.epoch} doing={t('unreachable')} />
        </div>
      )}
    </main>
  );
}

const bothClocks = () => ({ page: performance.now(), epoch: Date.now() });

/** This moment by both clocks of the page, once a second. */
function useSecond(): { page: number; epoch: number } {
  const [now, setNow] = useState(bothClocks);
  useEffect(() => {
    const timer = setInterval(() => setNow(bothClocks()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
