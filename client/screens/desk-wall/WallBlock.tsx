import { type ReactElement, type ReactNode, useMemo } from 'react';
import type { WallGlass } from '../../../shared/contract/glass.ts';
import type { Scene } from '../../../shared/contract/scene.ts';
import { replayMoment } from '../../../shared/rules/direction.ts';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useWords } from '../../ui/words.ts';
import type { Standing } from './control.ts';
import { canvasFor, placesOf, shownOf } from './display-states.ts';
import { Mirror } from './Mirror.tsx';
import { StateShape } from './StateShape.tsx';
import { WhyLine } from './WhyLine.tsx';
import { isStill, type WallHere, type WallState } from './walls-here.ts';
import { useDeskWords } from './words.ts';

type Props = {
  wall: WallHere;
  state: WallState;
  glass: WallGlass | null;
  /** Said instead of the states when the server does not tell them. */
  glassFault: string | null;
  standing: Standing;
  now: number;
  sceneName: (id: string) => string;
  isChosen: boolean;
  onChoose: () => void;
  chosenDisplay: string | null;
  picking: Scene | null;
  onPick: (tile: string) => void;
  onDropScene: ((scene: string) => void) | null;
  isCut: boolean;
  picture: (size: { w: number; h: number }) => ReactNode;
};

/** One wall: its name and who is before it, which scene is up and why, its picture, and how many of its displays are well. */
export function WallBlock(props: Props): ReactElement {
  const { wall, state, glass, glassFault, standing, now, sceneName, isChosen, onChoose, isCut } = props;
  const { t, language } = useDeskWords();
  const { t: word } = useWords();
  const { direction, on } = state;
  const places = useMemo(() => placesOf(wall.geometry, glass), [wall.geometry, glass]);
  const canvas = canvasFor(wall.geometry);
  const ill = places.filter((place) => shownOf(place) !== 'online');
  const frame = direction?.replay ? 'past' : direction?.frozenAt ? 'frozen' : isCut ? 'cut' : 'live';
  const titleId = `wall-${wall.id}`;
  return (
    <section
      className="wall-block"
      aria-labelledby={titleId}
      data-wall={wall.id}
      data-chosen={isChosen || undefined}
      data-wide={canvas.w / canvas.h > 2.6 || undefined}
    >
      <header className="wall-block__head">
        <h2 id={titleId}>
          <button type="button" className="wall-block__name" aria-pressed={isChosen} onClick={onChoose}>
            {wall.name}
          </button>
        </h2>
        <span className="wall-block__who">
          {standing.kind === 'free'
            ? t('control.free')
            : standing.kind === 'mine'
              ? t('control.me')
              : t('control.by', { name: standing.name })}
        </span>
        {wall.audience ? (
          <span className="wall-block__room" data-audience={wall.audience}>
            {t('mirror.room', { audience: word(`vocabulary:audience.${wall.audience}`) })}
          </span>
        ) : null}
      </header>
      <WhyLine scene={sceneName(on.scene)} why={on.why} now={now} />
      {frame === 'past' && direction?.replay ? (
        <p className="mirror-band mirror-band--past">
          <strong>{t('mirror.past')}</strong>
          <span>{`${formatTime(replayMoment(direction.replay, now))}, ${formatDate(replayMoment(direction.replay, now), language)}`}</span>
          <span>{direction.replay.speed === 0 ? t('force.paused') : `×${direction.replay.speed}`}</span>
          {direction.replay.name ? <span className="one-line">{direction.replay.name}</span> : null}
        </p>
      ) : null}
      {frame === 'frozen' && direction?.frozenAt ? (
        <p className="mirror-band mirror-band--frozen">
          <strong>{t('mirror.frozen')}</strong>
          <span>{t('force.since', { time: formatTime(direction.frozenAt) })}</span>
        </p>
      ) : null}
      {frame === 'cut' ? (
        <p className="mirror-band mirror-band--cut">
          <strong>{t('mirror.cut')}</strong>
        </p>
      ) : null}
      <Mirror
        name={wall.name}
        canvas={canvas}
        picture={props.picture}
        places={places}
        chosen={isChosen ? props.chosenDisplay : null}
        picking={props.picking}
        onPick={props.onPick}
        onDropScene={props.onDropScene}
        frame={frame}
      />
      {isStill(direction?.banner, now) ? (
        <p className="wall-block__banner">{t('mirror.banner', { text: direction?.banner?.text ?? '' })}</p>
      ) : null}
      <p className="wall-block__displays" role="status">
        {glassFault ?? (places.length === 0 ? t('displays.none') : null)}
        {glassFault === null && places.length > 0 ? (
          <>
            <StateShape
              of={
                ill.length === 0
                  ? 'online'
                  : (ill.map(shownOf).find((one) => one === 'silent' || one === 'off') ?? shownOf(ill[0] as (typeof ill)[number]))
              }
            />
            {ill.length === 0
              ? t('displays.allWell', { count: places.length })
              : t('displays.ill', {
                  count: ill.length,
                  all: places.length,
                  which:
                    ill
                      .slice(0, 4)
                      .map((place) => `${place.glass?.name ?? place.position} ${t(`state.${shownOf(place)}`)}`)
                      .join(', ') + (ill.length > 4 ? '…' : ''),
                })}
          </>
        ) : null}
      </p>
    </section>
  );
}
