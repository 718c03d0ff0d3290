import { type ReactElement, useState } from 'react';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { inWords } from '../../../ui/desk/refusal-words.ts';
import { ProveDialog } from '../people/ProveDialog.tsx';
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
      <ProveDialog
        isOpen={proving !== null}
        why={t('export.why')}
        onClose={() => setProving(null)}
        onProven={() => {
          setProving(null);
          if (proving !== null) void fetchFile(proving);
        }}
      />
    </>
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
