import { type ReactElement, useEffect, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { ageInWords, formatNumber, formatTime } from '../../ui/format.ts';
import { useWords } from '../../ui/words.ts';
import { ActButton } from './ActButton.tsx';
import { type Place, shownOf, troubleOf } from './display-states.ts';
import { StateShape } from './StateShape.tsx';
import type { Capture } from './use-capture.ts';
import { useDeskWords } from './words.ts';

type Props = {
  places: readonly Place[];
  chosen: string | null;
  onChoose: (position: string) => void;
  now: number;
  mayDirect: boolean;
  isOff: boolean;
  capture: Capture;
  onReload: () => void;
  onCapture: () => void;
  /** Of the last switch: over how many milliseconds the displays showed it. */
  spread: { spreadMs: number; displays: number } | null;
};

/** Every display of the wall with its state in words; what can be asked of the one that is chosen, and the picture that it took. */
export function DisplayPanel({
  places,
  chosen,
  onChoose,
  now,
  mayDirect,
  isOff,
  capture,
  onReload,
  onCapture,
  spread,
}: Props): ReactElement {
  const { t, language } = useDeskWords();
  const { t: word } = useWords();
  const place = places.find(({ position }) => position === chosen) ?? null;
  const canCommand = mayDirect && place?.glass != null;
  return (
    <section className="panel" aria-labelledby="displays-title">
      <h2 id="displays-title">
        {t('displays.title')}{' '}
        <span className="quiet">
          {t('displays.count', { online: places.filter((one) => shownOf(one) === 'online').length, all: places.length })}
        </span>
      </h2>
      {spread ? (
        <p className="quiet">{t('displays.spread', { ms: formatNumber(spread.spreadMs, 0, language), count: spread.displays })}</p>
      ) : null}
      <ListBox
        className="displays"
        aria-label={t('displays.title')}
        items={places.map((one) => ({ id: one.position, place: one }))}
        dependencies={[now, language]}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={chosen === null ? [] : [chosen]}
        onSelectionChange={(keys) => {
          const [key] = keys === 'all' ? [] : keys;
          if (key !== undefined) onChoose(String(key));
        }}
        renderEmptyState={() => <p className="desk-empty">{t('displays.none')}</p>}
      >
        {({ id, place: one }) => (
          <ListBoxItem id={id} textValue={id} className="display-row" data-state={shownOf(one)}>
            <StateShape of={shownOf(one)} />
            <span className="display-row__name">{one.glass?.name ?? one.position}</span>
            <span className="display-row__word">{t(`state.${shownOf(one)}`)}</span>
            {troubleOf(one, now, t, language).map((line) => (
              <span key={line} className="display-row__trouble">
                {line}
              </span>
            ))}
          </ListBoxItem>
        )}
      </ListBox>
      {place?.glass ? (
        <p className="quiet">
          {t('displays.painted', {
            age: place.glass.paintedAt === null ? t('displays.never') : ageInWords(Math.max(0, now - place.glass.paintedAt), word),
          })}
          {place.glass.skewMs === null ? '' : ` · ${t('displays.skew', { ms: formatNumber(place.glass.skewMs, 0, language) })}`}
          {place.glass.preparedMs === null
            ? ''
            : ` · ${t('displays.prepared', { s: formatNumber(place.glass.preparedMs / 1000, 1, language) })}`}
        </p>
      ) : null}
      {canCommand ? (
        <div className="acts">
          <ActButton hotkey="m" onPress={onCapture} isDisabled={isOff}>
            {t('act.capture')}
          </ActButton>
          <ActButton hotkey="o" onPress={onReload} isDisabled={isOff}>
            {t('act.reload')}
          </ActButton>
        </div>
      ) : null}
      {capture.kind === 'asked' ? <p role="status">{t('capture.asked', { name: capture.name })}</p> : null}
      {capture.kind === 'none' ? <p role="status">{t('capture.none', { name: capture.name })}</p> : null}
      {capture.kind === 'here' ? (
        <figure className="capture">
          <CapturedPicture blob={capture.blob} alt={t('capture.alt', { name: capture.name, time: formatTime(capture.at) })} />
          <figcaption>
            {t('capture.of', { name: capture.name, time: formatTime(capture.at), age: ageInWords(Math.max(0, now - capture.at), word) })}
          </figcaption>
        </figure>
      ) : null}
    </section>
  );
}

function CapturedPicture({ blob, alt }: { blob: Blob; alt: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url === null ? null : <img src={url} alt={alt} />;
}
