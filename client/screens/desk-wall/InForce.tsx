import type { ReactElement, ReactNode } from 'react';
import { REPLAY_SPEEDS, type WallOrder } from '../../../shared/contract/direction.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { replayMoment } from '../../../shared/rules/direction.ts';
import { causeName } from '../../scene/cause-name.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { SelectField } from '../../ui/desk/SelectField.tsx';
import { formatDate, formatHour, formatTime } from '../../ui/format.ts';
import { useWords } from '../../ui/words.ts';
import { ActButton } from './ActButton.tsx';
import { speedOf } from './undo.ts';
import { isStill, type WallState } from './walls-here.ts';
import { useDeskWords } from './words.ts';

export const STEP_MS = 60_000;

type Props = {
  state: WallState;
  now: number;
  sceneName: (id: string) => string;
  /** What an id in a pin or a focus is called. */
  cameraName: (id: string) => string;
  incidentName: string | null;
  tileName: (id: string) => string;
  mayDirect: boolean;
  /** Orders that need the control are not offered. */
  isHeld: boolean;
  isOff: boolean;
  onOrder: (order: WallOrder) => void;
};

/** Everything that people told the wall and that still holds, each with the way to end it, and what came up by itself. */
export function InForce({
  state,
  now,
  sceneName,
  cameraName,
  incidentName,
  tileName,
  mayDirect,
  isHeld,
  isOff,
  onOrder,
}: Props): ReactElement {
  const { t, language } = useDeskWords();
  const { t: word } = useWords();
  const { world } = useStores();
  const { direction, focus } = state;
  const off = isHeld || isOff;
  const end = (hotkey: string, word: string, order: WallOrder, isDisabled = off): ReactNode =>
    mayDirect ? (
      <ActButton hotkey={hotkey} onPress={() => onOrder(order)} isDisabled={isDisabled}>
        {t(word)}
      </ActButton>
    ) : null;
  const lines: ReactNode[] = [];
  const line = (key: string, title: string, what: ReactNode, act: ReactNode): void => {
    lines.push(
      <li key={key} className="force" data-force={key}>
        <div>
          <strong>{title}</strong>
          <span>{what}</span>
        </div>
        {act}
      </li>,
    );
  };

  if (focus?.incident)
    line(
      'focus',
      t(focus.acknowledged ? 'force.focusTaken' : 'force.focus'),
      <>
        {incidentName ?? t('force.focusUnknown')}
        {focus.waiting > 0 ? ` · ${t('force.waiting', { count: focus.waiting })}` : ''}
      </>,
      focus.acknowledged ? null : end('k', 'act.acknowledge', { order: 'acknowledge', id: focus.incident.id }, isOff),
    );
  const emergency = direction?.emergency;
  if (emergency)
    line(
      'emergency',
      t('force.emergency'),
      `${sceneName(emergency.scene)} · ${emergency.reason}`,
      end('e', 'act.endEmergency', { order: 'end-emergency' }, isOff),
    );
  const override = direction?.override;
  if (isStill(override, now))
    line(
      'override',
      t('force.override'),
      t('force.until', { what: sceneName(override.scene), time: formatHour(override.until) }),
      end('r', 'act.resume', { order: 'resume' }),
    );
  for (const one of state.raised) {
    const cause = causeName(world.world(), one, word, language);
    const what = `${sceneName(one.scene)} · ${one.name}${cause === null ? '' : ` – ${cause}`}`;
    const [when, at] = one.until === null ? (now < one.from ? ['coming', one.from] : ['lasting', one.from]) : ['held', one.until];
    line(`trigger-${one.name}`, t('force.trigger'), t(`force.${when}`, { what, time: formatHour(at) }), null);
  }
  const replay = direction?.replay;
  if (replay) {
    const at = replayMoment(replay, now);
    const to = (next: Partial<Extract<WallOrder, { order: 'replay' }>>): void =>
      onOrder({ order: 'replay', at, to: replay.to, speed: speedOf(replay.speed), name: replay.name, ...next });
    line(
      'replay',
      t('force.replay'),
      <>
        {`${formatTime(at)}, ${formatDate(at, language)}`}
        {replay.name ? ` · ${replay.name}` : ''}
        {replay.speed === 0 ? ` · ${t('force.paused')}` : ` · ×${replay.speed}`}
      </>,
      mayDirect ? (
        <div className="acts acts--replay">
          <ActButton hotkey="q" onPress={() => to({ speed: replay.speed === 0 ? 1 : 0 })} isDisabled={off}>
            {t(replay.speed === 0 ? 'act.play' : 'act.pause')}
          </ActButton>
          <ActButton hotkey="j" onPress={() => to({ at: epochMs(at - STEP_MS) })} isDisabled={off}>
            {t('act.back')}
          </ActButton>
          <ActButton hotkey="y" onPress={() => to({ at: epochMs(Math.min(now, at + STEP_MS)) })} isDisabled={off}>
            {t('act.ahead')}
          </ActButton>
          <SelectField
            label={t('force.speed')}
            options={REPLAY_SPEEDS.map((speed) => ({ value: String(speed), label: `×${speed}` }))}
            value={replay.speed === 0 ? null : String(replay.speed)}
            placeholder={t('force.paused')}
            isDisabled={off}
            onChange={(speed) => to({ speed: speedOf(Number(speed)) })}
          />
          <ActButton hotkey="l" kind="primary" onPress={() => onOrder({ order: 'live' })} isDisabled={off}>
            {t('act.live')}
          </ActButton>
        </div>
      ) : null,
    );
  }
  if (direction?.frozenAt)
    line(
      'frozen',
      t('force.frozen'),
      t('force.since', { time: formatTime(direction.frozenAt) }),
      end('z', 'act.unfreeze', { order: 'unfreeze' }),
    );
  const banner = direction?.banner;
  if (isStill(banner, now))
    line(
      'banner',
      t('force.banner'),
      t('force.until', { what: banner.text, time: formatHour(banner.until) }),
      end('b', 'act.endBanner', { order: 'end-banner' }),
    );
  const pin = direction?.pin;
  if (isStill(pin, now))
    line(
      'pin',
      t('force.pin'),
      t('force.until', { what: pin.target.kind === 'camera' ? cameraName(pin.target.id) : pin.target.name, time: formatHour(pin.until) }),
      end('n', 'act.unpin', { order: 'unpin' }),
    );
  if (direction?.fullTile)
    line('full', t('force.full'), tileName(direction.fullTile), end('f', 'act.endFull', { order: 'full-tile', tile: null }));

  return (
    <section className="panel" aria-labelledby="force-title">
      <h2 id="force-title">{t('force.title')}</h2>
      {lines.length === 0 ? <p className="quiet">{t('force.nothing')}</p> : <ul className="forces">{lines}</ul>}
    </section>
  );
}
