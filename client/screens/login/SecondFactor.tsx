import { useState } from 'react';
import type { SessionState } from '../../../shared/contract/session.ts';
import { Button } from '../../ui/desk/Button.tsx';
import { CodeInput, codeOf } from './CodeInput.tsx';
import { StepForm } from './StepForm.tsx';
import type { SessionApi } from './session-api.ts';
import { useAttempts } from './use-attempt.ts';
import { useWords } from './words.ts';

type Props = {
  api: SessionApi;
  /** `totp`: from the phone; `recovery`: one of the ten on paper. */
  way: 'totp' | 'recovery';
  onState: (state: SessionState) => void;
  onWay: (way: 'totp' | 'recovery') => void;
  onBack: () => void;
  onLost: () => void;
};

export function SecondFactor({ api, way, onState, onWay, onBack, onLost }: Props) {
  const { t } = useWords();
  const attempts = useAttempts(onLost);
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const complete = way === 'totp' ? codeOf(code).length === 6 : codeOf(code) !== '';
  const submit = (): void => {
    setAsked(true);
    if (!complete) return;
    const proof = codeOf(code);
    void attempts.attempt(() => (way === 'totp' ? api.secondFactor(proof) : api.recovery(proof)), onState);
  };
  return (
    <StepForm
      title={t(`${way}.title`)}
      intro={<p>{t(`${way}.intro`)}</p>}
      attempts={attempts}
      wrong={way === 'totp' ? 'code' : 'recovery'}
      submit={t('continue')}
      onSubmit={submit}
      after={
        <>
          <Button kind="quiet" onPress={() => onWay(way === 'totp' ? 'recovery' : 'totp')}>
            {t(`${way}.other`)}
          </Button>
          <Button kind="quiet" onPress={onBack}>
            {t('back')}
          </Button>
        </>
      }
    >
      <CodeInput
        label={t(`${way}.label`)}
        value={code}
        onChange={setCode}
        isNumeric={way === 'totp'}
        {...(asked && !complete ? { error: t(`${way}.missing`) } : {})}
      />
    </StepForm>
  );
}
