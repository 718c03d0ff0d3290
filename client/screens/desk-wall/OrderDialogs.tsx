import { type FormEvent, type ReactElement, useState } from 'react';
import { REPLAY_SPEEDS, type WallOrder } from '../../../shared/contract/direction.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { SEVERITIES, type Severity } from '../../../shared/model/vocabulary.ts';
import { Button } from '../../ui/desk/Button.tsx';
import { Actions, Dialog } from '../../ui/desk/Dialog.tsx';
import { MomentField } from '../../ui/desk/MomentField.tsx';
import { SelectField } from '../../ui/desk/SelectField.tsx';
import { TextField } from '../../ui/desk/TextField.tsx';
import { useWords } from '../../ui/words.ts';
import { momentIn, momentOf } from './moments.ts';
import type { SceneHere } from './scenes-here.ts';
import { speedOf } from './undo.ts';
import { useDeskWords } from './words.ts';

type Common = { wallName: string; onClose: () => void; onOrder: (order: WallOrder) => void };
const MINUTES = ['5', '15', '30', '60', '240'] as const;
type Minutes = (typeof MINUTES)[number];
const inMs = (minutes: string): number => Number(minutes) * 60_000;

function Form({ onSubmit, children, yes, onClose }: { onSubmit: () => void; children: React.ReactNode; yes: string; onClose: () => void }) {
  const { t } = useDeskWords();
  return (
    <form
      className="order-form"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <Actions>
        <Button kind="primary" type="submit">
          {yes}
        </Button>
        <Button onPress={onClose}>{t('cancel')}</Button>
      </Actions>
    </form>
  );
}

/** For how long: of a few lengths. */
export function ForHowLong({ value, onChange }: { value: string; onChange: (minutes: Minutes) => void }) {
  const { t } = useDeskWords();
  return (
    <SelectField
      label={t('form.forHowLong')}
      options={MINUTES.map((minutes) => ({ value: minutes, label: t(`minutes.${minutes}`) }))}
      value={MINUTES.find((one) => one === value) ?? '30'}
      placeholder=""
      onChange={onChange}
    />
  );
}

/** Over every schedule until a person takes it back, and whoever holds the wall: so it is asked about, with a reason. */
export function EmergencyDialog({
  wallName,
  scenes,
  up,
  onClose,
  onOrder,
}: Common & { scenes: readonly SceneHere[]; up: string | null }): ReactElement {
  const { t } = useDeskWords();
  const [scene, setScene] = useState<string | null>(up);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  return (
    <Dialog title={t('emergency.title', { wall: wallName })} isOpen isQuestion onClose={onClose}>
      <p>{t('emergency.lead')}</p>
      <Form
        yes={t('emergency.yes')}
        onClose={onClose}
        onSubmit={() => {
          setTried(true);
          if (scene === null || reason.trim() === '') return;
          onClose();
          onOrder({ order: 'emergency', scene, reason: reason.trim() });
        }}
      >
        <TextField
          label={t('emergency.reason')}
          value={reason}
          onChange={setReason}
          maxLength={200}
          autoFocus
          {...(tried && reason.trim() === '' ? { error: t('form.needed') } : {})}
        />
        <SelectField
          label={t('emergency.scene')}
          options={scenes.map(({ id, name }) => ({ value: id, label: name }))}
          value={scene}
          onChange={setScene}
          placeholder={t('form.choose')}
          {...(tried && scene === null ? { error: t('form.needed') } : {})}
        />
      </Form>
    </Dialog>
  );
}

export function BannerDialog({ wallName, onClose, onOrder }: Common): ReactElement {
  const { t } = useDeskWords();
  const { t: word } = useWords();
  const [text, setText] = useState('');
  const [severity, setSeverity] = useState<Severity>('high');
  const [minutes, setMinutes] = useState<Minutes>('30');
  const [tried, setTried] = useState(false);
  return (
    <Dialog title={t('banner.title', { wall: wallName })} isOpen onClose={onClose}>
      <Form
        yes={t('banner.yes')}
        onClose={onClose}
        onSubmit={() => {
          setTried(true);
          if (text.trim() === '') return;
          onClose();
          onOrder({ order: 'banner', text: text.trim(), severity, forMs: inMs(minutes) });
        }}
      >
        <TextField
          label={t('banner.text')}
          description={t('banner.note')}
          value={text}
          onChange={setText}
          maxLength={200}
          autoFocus
          {...(tried && text.trim() === '' ? { error: t('form.needed') } : {})}
        />
        <SelectField
          label={t('banner.severity')}
          options={SEVERITIES.map((one) => ({ value: one, label: word(`vocabulary:severity.${one}`) }))}
          value={severity}
          onChange={setSeverity}
          placeholder=""
        />
        <ForHowLong value={minutes} onChange={setMinutes} />
      </Form>
    </Dialog>
  );
}

/** @param now the server's clock: the past is before it */
export function ReplayDialog({ wallName, now, onClose, onOrder }: Common & { now: number }): ReactElement {
  const { t } = useDeskWords();
  const [at, setAt] = useState(() => momentIn(now - 3_600_000));
  const [speed, setSpeed] = useState('1');
  const [fault, setFault] = useState<string | null>(null);
  return (
    <Dialog title={t('replay.title', { wall: wallName })} isOpen onClose={onClose}>
      <p>{t('replay.lead')}</p>
      <Form
        yes={t('replay.yes')}
        onClose={onClose}
        onSubmit={() => {
          const moment = momentOf(at);
          if (moment === null) return setFault(t('form.needed'));
          if (moment >= now) return setFault(t('replay.ahead'));
          onClose();
          onOrder({ order: 'replay', at: epochMs(moment), to: null, speed: speedOf(Number(speed)), name: null });
        }}
      >
        <MomentField label={t('replay.at')} value={at} onChange={setAt} {...(fault ? { error: fault } : {})} />
        <SelectField
          label={t('force.speed')}
          options={REPLAY_SPEEDS.map((one) => ({ value: String(one), label: `×${one}` }))}
          value={speed}
          onChange={setSpeed}
          placeholder=""
        />
      </Form>
    </Dialog>
  );
}
