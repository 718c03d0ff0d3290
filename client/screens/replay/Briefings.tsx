import { type ReactElement, useCallback, useEffect, useState } from 'react';
import type { BriefingList } from '../../../shared/contract/replay.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { Button } from '../../ui/desk/Button.tsx';
import { exchange, saidOf } from '../../ui/desk/exchange.ts';
import { TextField } from '../../ui/desk/TextField.tsx';
import { formatDate, formatTime } from '../../ui/format.ts';
import type { PastReader } from './ports.ts';
import { useReplayWords } from './words.ts';

type Briefing = BriefingList['briefings'][number];
type Props = {
  reader: PastReader;
  now: number;
  wall: string | null;
  speed: number;
  mayKeep: boolean;
  mayDirect: boolean;
  onOpen: (briefing: Briefing) => void;
};

/** Stretches of the past under a name: kept, opened again, shown to a room (BP-19, QN-12.3). */
export function Briefings({ reader, now, wall, speed, mayKeep, mayDirect, onOpen }: Props): ReactElement {
  const { t, language } = useReplayWords();
  const [list, setList] = useState<readonly Briefing[]>([]);
  const [said, setSaid] = useState('');
  const load = useCallback(async () => {
    const read = await reader.briefings();
    if (read.ok) setList(read.value);
  }, [reader]);
  useEffect(() => void load(), [load]);

  const moment = (at: number): string => `${formatTime(at)}, ${formatDate(at, language)}`;
  const send = async (order: { at: number; to: number | null; speed: number; name: string | null }): Promise<void> => {
    const reason = await direct(wall ?? '', order);
    setSaid(reason === null ? t('sent') : t('sendFailed', { reason: reason || t('unreachable') }));
  };

  return (
    <section className="replay__briefings" aria-labelledby="replay-briefings">
      <h2 id="replay-briefings">{t('briefings')}</h2>
      {mayDirect ? <Button onPress={() => void send({ at: now, to: null, speed, name: null })}>{t('send')}</Button> : null}
      {mayKeep ? <Keep reader={reader} now={now} onSaid={setSaid} onKept={load} /> : null}
      <p role="status">{said}</p>
      {list.length === 0 ? <p className="quiet">{t('briefingsNone')}</p> : null}
      <ul className="briefings">
        {list.map((one) => (
          <li key={one.id}>
            <span className="briefings__name">
              <strong>{one.name}</strong>
              <span className="quiet">
                {one.to === null
                  ? t('instant', { from: moment(one.from) })
                  : t('stretch', { from: moment(one.from), to: formatTime(one.to) })}
              </span>
            </span>
            <Button onPress={() => onOpen(one)}>{t('open')}</Button>
            {mayDirect ? (
              <Button onPress={() => void send({ at: one.from, to: one.to, speed: one.to === null ? 0 : 1, name: one.name })}>
                {t('send')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

type KeepProps = { reader: PastReader; now: number; onSaid: (words: string) => void; onKept: () => Promise<void> };

function Keep({ reader, now, onSaid, onKept }: KeepProps): ReactElement {
  const { t } = useReplayWords();
  const [name, setName] = useState('');
  const [from, setFrom] = useState<number | null>(null);
  const [to, setTo] = useState<number | null>(null);
  const time = (at: number | null): string => (at === null ? t('notSet') : formatTime(at));
  const keep = async (): Promise<void> => {
    const called = name.trim();
    if (called === '' || from === null || (to !== null && to < from)) return onSaid(t('keepNeeds'));
    const kept = await reader.keep({
      id: crypto.randomUUID(),
      name: called,
      from: epochMs(from),
      to: to === null ? null : epochMs(to),
      scene: null,
    });
    if (!kept.ok) return onSaid(t('keepFailed', { reason: kept.error.message }));
    onSaid(t('kept', { name: called }));
    setName('');
    setFrom(null);
    setTo(null);
    await onKept();
  };
  return (
    <form
      className="keep"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <h3>{t('keepTitle')}</h3>
      <div className="keep__ends">
        <Button onPress={() => setFrom(now)}>{t('markStart')}</Button>
        <span>{t('keepFrom', { time: time(from) })}</span>
        <Button onPress={() => setTo(now)}>{t('markEnd')}</Button>
        <span>{t('keepTo', { time: time(to) })}</span>
      </div>
      <TextField label={t('keepName')} value={name} onChange={setName} />
      <Button type="submit">{t('keep')}</Button>
    </form>
  );
}

/** The wall's own desk decides; null: done, else why not. */
async function direct(wall: string, order: object): Promise<string | null> {
  const answer = await exchange(`/walls/v1/${encodeURIComponent(wall)}/direction`, { method: 'POST', json: { order: 'replay', ...order } });
  if (answer.ok) return null;
  const { status, body } = answer.error;
  return status === 0 ? '' : saidOf(body, 'title') || String(status);
}
