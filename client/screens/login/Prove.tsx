import { useState } from 'react';
import type { SessionState } from '../../../shared/contract/session.ts';
import { Button } from '../../ui/desk/Button.tsx';
import { CodeInput, codeOf } from './CodeInput.tsx';
import { PasswordInput } from './PasswordInput.tsx';
import { StepForm } from './StepForm.tsx';
import type { SessionApi } from './session-api.ts';
import { useAttempts } from './use-attempt.ts';
import { useWords } from './words.ts';

type Props = { api: SessionApi; onState: (state: SessionState) => void; onBack: () => void; onLost: () => void };

/** Before the second factor is changed a person proves again who they are (SEC20). */
export function Prove({ api, onState, onBack, onLost }: Props) {
  const { t } = useWords();
  const attempts = useAttempts(onLost);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const submit = (): void => {
    setAsked(true);
    if (password !== '' && codeOf(code) !== '') void attempts.attempt(() => api.prove({ password, code: codeOf(code) }), onState);
  };
  return (
    <StepForm
      title={t('prove.title')}
      intro={<p>{t('prove.intro')}</p>}
      attempts={attempts}
      wrong="proof"
      submit={t('continue')}
      onSubmit={submit}
      after={
        <Button kind="quiet" onPress={onBack}>
          {t('cancel')}
        </Button>
      }
    >
      <PasswordInput
        label={t('password.current')}
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        {...(asked && password === '' ? { error: t('password.empty') } : {})}
      />
      <CodeInput
        label={t('prove.code')}
        value={code}
        onChange={setCode}
        isNumeric={false}
        {...(asked && codeOf(code) === '' ? { error: t('totp.missing') } : {})}
      />
    </StepForm>
  );
}
