import { type FormEvent, type ReactElement, useState } from 'react';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { Actions, Dialog } from '../../../ui/desk/Dialog.tsx';
import { TextField } from '../../../ui/desk/TextField.tsx';
import { exchange, inWords } from '../exchange.ts';
import { useAdminWords } from '../words.ts';
import { useAuditWords } from './words.ts';

type Format = 'json' | 'csv';

/** What is found, as a file; whoever takes it out of the house says who it is once more first (SEC20). */
export function Exports({ query }: { query: string }): ReactElement {
  const { t } = useAuditWords();
  const { t: shell } = useAdminWords();
  const [proving, setProving] = useState<Format | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);

  const fetchFile = async (format: Format): Promise<void> => {
    setWrong(null);
    const outcome = await download(`/audit/v1/export?format=${format}${query === '' ? '' : `&${query}`}`);
    if (outcome.kind === 'prove') setProving(format);
    else if (outcome.kind === 'refused') setWrong(inWords({ status: outcome.status, detail: '', retryAfterS: 5, body: null }, shell));
  };

  return (
    <>
      <Button onPress={() => void fetchFile('json')}>{t('export.json')}</Button>
      <Button onPress={() => void fetchFile('csv')}>{t('export.csv')}</Button>
      {wrong !== null && <Banner tone="wrong">{wrong}</Banner>}
      <Dialog title={t('prove.title')} isOpen={proving !== null} onClose={() => setProving(null)}>
        {proving !== null && (
          <Prove
            onCancel={() => setProving(null)}
            onProven={() => {
              setProving(null);
              void fetchFile(proving);
            }}
          />
        )}
      </Dialog>
    </>
  );
}

function Prove({ onProven, onCancel }: { onProven: () => void; onCancel: () => void }): ReactElement {
  const { t } = useAuditWords();
  const { t: shell } = useAdminWords();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const prove = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const answer = await exchange('/session/prove', { method: 'POST', body: JSON.stringify({ password, code }) });
    if (answer.ok) return onProven();
    setCode('');
    const { status } = answer.error;
    setWrong(status === 401 ? t('prove.wrong') : inWords(answer.error, shell));
  };
  return (
    <form onSubmit={(event) => void prove(event)}>
      <p>{t('prove.why')}</p>
      {wrong !== null && <Banner tone="wrong">{wrong}</Banner>}
      <TextField
        label={t('prove.password')}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        autoFocus
      />
      <TextField label={t('prove.code')} autoComplete="one-time-code" inputMode="numeric" value={code} onChange={setCode} isCode />
      <Actions>
        <Button kind="primary" type="submit" isDisabled={password === '' || code === ''}>
          {t('prove.go')}
        </Button>
        <Button onPress={onCancel}>{shell('cancel')}</Button>
      </Actions>
    </form>
  );
}

type Outcome = { kind: 'saved' } | { kind: 'prove' } | { kind: 'refused'; status: number };

/** Fetched, and not opened as a page: a refusal can then be said in its place. */
async function download(path: string): Promise<Outcome> {
  let response: Response;
  let file: Blob;
  try {
    response = await fetch(path);
    if (!response.ok) {
      const problem = (await response.json().catch(() => null)) as { code?: string } | null;
      return problem?.code === 'prove' ? { kind: 'prove' } : { kind: 'refused', status: response.status };
    }
    file = await response.blob();
  } catch {
    return { kind: 'refused', status: 0 };
  }
  const name = /filename="?([^";]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'audit';
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to save it by the next turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return { kind: 'saved' };
}
