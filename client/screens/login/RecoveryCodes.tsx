import { useState } from 'react';
import { Button } from '../../ui/desk/Button.tsx';
import { CheckboxField } from '../../ui/desk/CheckboxField.tsx';
import { formatDate } from '../../ui/format.ts';
import { StepForm } from './StepForm.tsx';
import { useAttempts } from './use-attempt.ts';
import { useWords } from './words.ts';

type Props = {
  codes: readonly string[];
  /** Whose they are: stands on the paper. */
  name: string;
  now: number;
  onKept: () => void;
};

/** Told once. Nobody goes on before they say that the codes are kept. */
export function RecoveryCodes({ codes, name, now, onKept }: Props) {
  const { t, language } = useWords();
  const attempts = useAttempts(() => undefined);
  const [kept, setKept] = useState(false);
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(codes.join('\n'));
      setCopied('yes');
    } catch {
      // Without https a browser has no clipboard to offer.
      setCopied('failed');
    }
  };
  return (
    <StepForm
      title={t('codes.title', { count: codes.length })}
      intro={<p>{t('codes.intro')}</p>}
      attempts={attempts}
      wrong="code"
      submit={t('continue')}
      isBlocked={!kept}
      onSubmit={onKept}
    >
      <div className="login-codes">
        <p className="login-print-only">{t('codes.paper', { name, centre: t('centre'), date: formatDate(now, language) })}</p>
        <ol>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
      </div>
      <div className="desk-actions">
        <Button onPress={() => window.print()}>{t('codes.print')}</Button>
        <Button onPress={() => void copy()}>{t('codes.copy')}</Button>
        <span role="status">{copied === 'no' ? null : t(`codes.copied.${copied}`)}</span>
      </div>
      <CheckboxField isSelected={kept} onChange={setKept}>
        {t('codes.kept')}
      </CheckboxField>
    </StepForm>
  );
}
