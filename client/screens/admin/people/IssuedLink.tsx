import { useEffect, useRef, useState } from 'react';
import type { LinkIssued } from '../../../../shared/contract/people.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { TextField } from '../../../ui/desk/TextField.tsx';
import { formatDate, formatHour } from '../../../ui/format.ts';
import { usePeopleWords } from './words.ts';

type Props = { issued: LinkIssued; purpose: 'invite' | 'reset'; name: string; onDone: () => void };

/** Shown once: the server keeps no more than its hash. */
export function IssuedLink({ issued: { link, expiresAt }, purpose, name, onDone }: Props) {
  const { t, language } = usePeopleWords();
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied('yes');
    } catch {
      // Without https a browser has no clipboard to offer: the field is selected, Ctrl+C does it.
      field.current?.select();
      setCopied('failed');
    }
  };
  const until = Date.parse(expiresAt);
  return (
    <div className="people-link">
      <h1>{name}</h1>
      <Banner tone="attention">
        {t(`link.${purpose}`, { name })} {t('link.until', { time: formatHour(until), date: formatDate(until, language) })}
      </Banner>
      <TextField
        label={t('link.label')}
        value={link}
        isReadOnly
        inputRef={field}
        after={<Button onPress={() => void copy()}>{t('link.copy')}</Button>}
      />
      <span role="status">{copied === 'no' ? null : t(`link.copied.${copied}`)}</span>
      <div>
        <Button kind="primary" onPress={onDone}>
          {t('link.done')}
        </Button>
      </div>
    </div>
  );
}
