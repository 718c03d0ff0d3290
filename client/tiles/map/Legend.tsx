import type { ReactNode } from 'react';
import { CAMERA_STATES, SEVERITIES } from '../../../shared/model/vocabulary.ts';
import { levelOf, MARK_FORMS } from '../../map/marks.ts';
import type { Palette } from '../../map/palette.ts';
import { formatNumber, formatTime } from '../../ui/format.ts';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { useWords } from '../../ui/words.ts';
import type { MapState } from './controller.ts';
import type { Tally } from './picture.ts';
import type { MapProps } from './props.ts';
import { scaleBar } from './scale.ts';

type Props = { state: MapState; tally: Tally; measure: MapProps['measure']; ramp: Palette['ramp']; children?: ReactNode };

/** What every shape and shade of the map means, in words, with how many there are. */
export function Legend({ state, tally, measure, ramp, children }: Props) {
  const { t } = useWords('map');
  const quiet = tally.forms.event + tally.forms.report + tally.forms.sensor === 0;
  return (
    <div className="map-legend">
      {quiet ? (
        <p className="map-legend__none">{t('map:none')}</p>
      ) : (
        <ul className="map-legend__levels">
          {SEVERITIES.map((severity) => (
            <li key={severity} className={tally.severities[severity] === 0 ? 'quiet' : ''}>
              <SeverityMark level={levelOf(severity)} word={t(`vocabulary:severity.${severity}`)} />
              <b>{tally.severities[severity]}</b>
            </li>
          ))}
        </ul>
      )}
      <ul className="map-legend__forms">
        {MARK_FORMS.map((form) => (
          <li key={form}>
            <FormSign form={form} />
            <span>
              {t(`map:form.${form}`)} <span className="quiet">({t(`map:hint.${form}`)})</span>
            </span>
            <b>{tally.forms[form]}</b>
          </li>
        ))}
      </ul>
      <div className="map-legend__row">
        <Cameras tally={tally} />
        <Ramp state={state} measure={measure} ramp={ramp} />
      </div>
      {children}
    </div>
  );
}

function FormSign({ form }: { form: (typeof MARK_FORMS)[number] }) {
  return (
    <svg className="map-sign" viewBox="0 0 20 20" aria-hidden="true">
      <circle className={form === 'report' ? 'map-sign__hollow' : 'map-sign__solid'} cx="10" cy="10" r={form === 'report' ? 6.5 : 8} />
    </svg>
  );
}

function Cameras({ tally }: { tally: Tally }) {
  const { t } = useWords('map');
  const states = CAMERA_STATES.filter((state) => state === 'live' || tally.cameras[state] > 0);
  return (
    <ul className="map-legend__cameras">
      {states.map((state) => (
        <li key={state} data-state={state}>
          <svg className="map-sign" viewBox="0 0 20 20" aria-hidden="true">
            {state === 'live' ? (
              <circle className="map-sign__live" cx="10" cy="10" r="3" />
            ) : (
              <circle className="map-sign__blind" cx="10" cy="10" r="6" />
            )}
            {state === 'offline' ? <path className="map-sign__blind" d="M6.3 13.7 13.7 6.3" /> : null}
            {state === 'unknown' ? <path className="map-sign__blind" d="M7.3 10H12.7" /> : null}
          </svg>
          <span>
            {t('map:cameras')} {t(`vocabulary:cameraState.${state}`)}
          </span>
          <b>{tally.cameras[state]}</b>
        </li>
      ))}
    </ul>
  );
}

function Ramp({ state, measure, ramp }: Pick<Props, 'state' | 'measure' | 'ramp'>) {
  const { t, language } = useWords('map');
  const { range, unit, decimals, name } = state.measure;
  const known = measure === 'open-reports' || measure === 'camera-events' || measure === 'water-level';
  const title = name ?? (known ? t(`map:measure.${measure}`) : t('map:measure.indicator', { code: measure }));
  const figure = (value: number): string => `${formatNumber(value, decimals, language)} ${unit}`.trimEnd();
  return (
    <div className="map-ramp">
      <p className="map-ramp__title">
        {title}
        <span className="quiet">, {range ? t('map:perUnit') : t('map:noData')}</span>
      </p>
      {range ? (
        <p className="map-ramp__bar">
          <span>{figure(range.min)}</span>
          {ramp.map((colour) => (
            <i key={colour} style={{ background: colour }} />
          ))}
          <span>{figure(range.max)}</span>
        </p>
      ) : null}
    </div>
  );
}

/** What a printed map has at its margin: as of when, how long a kilometre is, what is approximate and what is missing. */
export function Margin({ state, asOf, u }: { state: MapState; asOf: number | null; u: number }) {
  const { t, language } = useWords('map');
  return (
    <div className="map-margin">
      {asOf === null ? null : <p className="map-margin__as-of">{t('map:updated', { time: formatTime(asOf) })}</p>}
      {state.shapes === 'approximate' ? <p className="quiet">{t('map:approximate')}</p> : null}
      {state.shapes === 'failed' ? <p>{t('map:boundariesFailed')}</p> : null}
      {state.basemapFailed ? <p>{t('map:basemapFailed')}</p> : null}
      {state.outside > 0 ? (
        <p className="map-margin__outside">{t('map:outside', { n: formatNumber(state.outside, 0, language) })}</p>
      ) : null}
      <Scale metresPerPx={state.metresPerPx} u={u} />
    </div>
  );
}

function Scale({ metresPerPx, u }: { metresPerPx: number; u: number }) {
  const { t, language } = useWords('map');
  const { metres, px } = scaleBar(metresPerPx, 10 * u);
  const length = metres < 1000 ? t('map:metres', { n: metres }) : t('map:kilometres', { n: formatNumber(metres / 1000, 0, language) });
  return (
    <p className="map-scale">
      <svg width={px} height={u * 0.6} aria-hidden="true">
        <path className="map-scale__bar" d={`M0.5 0V${u * 0.5}H${px - 0.5}V0`} />
      </svg>
      {length}
    </p>
  );
}
