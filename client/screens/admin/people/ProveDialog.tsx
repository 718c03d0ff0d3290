import { type FormEvent, useState } from 'react';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { Actions, Dialog } from '../../../ui/desk/Dialog.tsx';
import { exchange } from '../../../ui/desk/exchange.ts';
import { inWords } from '../../../ui/desk/refusal-words.ts';
import { TextField } from '../../../ui/desk/TextField.tsx';
import { useAdminWords } from '../words.ts';
import { codeOf } from './people-api.ts';
import { usePeopleWords } from './words.ts';

type Props = {
  isOpen: boolean;
  onProven: () => void;
  onClose: () => void;
  /** What is grave about it; unset: it is an account's safety. */
  why?: string;
};

/** What is grave asks once more for password and code, and is open for ten minutes then (SEC20). */
export function ProveDialog({ isOpen, onProven, onClose, why }: Props) {
  const { t } = usePeopleWords();
  const { t: shell } = useAdminWords();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || password === '' || code.trim() === '') return;
    setBusy(true);
    const body = JSON.stringify({ password, code: code.replaceAll(/\s/g, '') });
    const answer = await exchange('/session/prove', { method: 'POST', body });
    setBusy(false);
    if (answer.ok) {
      setPassword('');
      setCode('');
      setRefusal(null);
      onProven();
    } else setRefusal(codeOf(answer.error) === 'wrong' ? t('prove.wrong') : inWords(answer.error, shell));
  };
  return (
    <Dialog title={t('prove.title')} isOpen={isOpen} onClose={onClose}>
      <form className="people-form" onSubmit={(event) => void send(event)} noValidate>
        <p>{why ?? t('prove.why')}</p>
        <TextField
          label={t('prove.password')}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          autoFocus
        />
        <TextField label={t('prove.code')} inputMode="numeric" autoComplete="one-time-code" value={code} onChange={setCode} isVerbatim />
        {refusal ? <Banner tone="wrong">{refusal}</Banner> : null}
        <Actions>
          <Button type="submit" kind="primary" isPending={busy}>
            {t('prove.submit')}
          </Button>
          <Button onPress={onClose}>{t('cancel')}</Button>
        </Actions>
      </form>
    </Dialog>
  );
}
