import { type FormEvent, type ReactElement, useState } from 'react';
import type { SourceIssued } from '../../../../shared/contract/ingest-admin.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { Actions } from '../../../ui/desk/Dialog.tsx';
import { exchange } from '../../../ui/desk/exchange.ts';
import { inWords } from '../../../ui/desk/refusal-words.ts';
import { TextField } from '../../../ui/desk/TextField.tsx';
import { useAdminWords } from '../words.ts';
import { useSourceWords } from './words.ts';

const ID = /^[a-z0-9][a-z0-9-]{0,39}$/;
const wholeFrom = (least: number, text: string): boolean => /^\d{1,6}$/.test(text.trim()) && Number(text) >= least;

/** A new source, or another token for one that is there. */
export function RegisterSource({ onIssued }: { onIssued: (issued: SourceIssued) => void }): ReactElement {
  const { t } = useSourceWords();
  const { t: shell } = useAdminWords();
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const [every, setEvery] = useState('60');
  const [late, setLate] = useState('60');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);

  const wrong = {
    id: ID.test(id.trim()) ? null : t('register.idWrong'),
    name: name.trim() === '' ? t('register.nameWrong') : null,
    every: wholeFrom(1, every) ? null : t('register.numberWrong', { least: 1 }),
    late: wholeFrom(0, late) ? null : t('register.numberWrong', { least: 0 }),
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (busy || Object.values(wrong).some((one) => one !== null)) return;
    setBusy(true);
    const body = { id: id.trim(), name: name.trim(), expectedIntervalMs: Number(every) * 1000, toleranceMs: Number(late) * 1000 };
    const answer = await exchange<SourceIssued>('/admin/v1/sources', { method: 'POST', body: JSON.stringify(body) });
    setBusy(false);
    if (!answer.ok) return setRefused(inWords(answer.error, shell));
    setRefused(null);
    setTried(false);
    setId('');
    setName('');
    onIssued(answer.value);
  };
  /** Said once somebody tried, not while the first letter is typed. */
  const error = (field: keyof typeof wrong): { error?: string } => (tried && wrong[field] !== null ? { error: wrong[field] } : {});

  return (
    <form className="source-register" onSubmit={(event) => void submit(event)} noValidate aria-labelledby="source-register">
      <h2 id="source-register">{t('register.title')}</h2>
      <p>{t('register.intro')}</p>
      <div className="source-fields">
        <TextField label={t('id')} description={t('register.idHint')} value={id} onChange={setId} {...error('id')} />
        <TextField label={t('name')} value={name} onChange={setName} {...error('name')} />
        <TextField label={t('register.every')} value={every} onChange={setEvery} inputMode="numeric" {...error('every')} />
        <TextField label={t('register.late')} value={late} onChange={setLate} inputMode="numeric" {...error('late')} />
      </div>
      <p className="quiet">{t('register.again')}</p>
      {refused !== null && <Banner tone="wrong">{refused}</Banner>}
      <Actions>
        <Button kind="primary" type="submit" isPending={busy}>
          {t('register.send')}
        </Button>
      </Actions>
    </form>
  );
}
