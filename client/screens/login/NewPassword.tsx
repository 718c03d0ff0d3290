import { type ReactNode, useState } from 'react';
import type { SessionState } from '../../../shared/contract/session.ts';
import { NewPasswordInput, ownFaults } from './NewPasswordInput.tsx';
import { PasswordInput } from './PasswordInput.tsx';
import { StepForm } from './StepForm.tsx';
import type { Answer } from './session-api.ts';
import { useAttempts } from './use-attempt.ts';
import { useWords } from './words.ts';

type Props = {
  title: string;
  intro: ReactNode;
  /** A person who is in already proves it by the password of now. */
  asksCurrent?: boolean;
  send: (body: { current?: string; next: string }) => Promise<Answer<SessionState>>;
  onState: (state: SessionState) => void;
  onLost: () => void;
  after?: ReactNode;
};

/** A new password: by a link, because the old one expired, or by choice. */
export function NewPassword({ title, intro, asksCurrent = false, send, onState, onLost, after }: Props) {
  const { t } = useWords();
  const attempts = useAttempts(onLost);
  const { failure } = attempts;
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [asked, setAsked] = useState(false);
  const [refused, setRefused] = useState('');
  const submit = (): void => {
    setAsked(true);
    if ((asksCurrent && current === '') || ownFaults(next).length > 0) return;
    setRefused(next);
    void attempts.attempt(() => send(asksCurrent ? { current, next } : { next }), onState);
  };
  const own = asked ? ownFaults(next) : [];
  const found = failure?.code === 'password' && refused === next ? (failure.faults ?? []) : [];
  return (
    <StepForm
      title={title}
      intro={intro}
      attempts={attempts}
      wrong="password"
      shownByField={failure?.code === 'password'}
      submit={t('password.save')}
      onSubmit={submit}
      after={after}
    >
      {asksCurrent ? (
        <PasswordInput
          label={t('password.current')}
          value={current}
          onChange={setCurrent}
          autoComplete="current-password"
          {...(asked && current === '' ? { error: t('password.empty') } : {})}
        />
      ) : null}
      <NewPasswordInput value={next} onChange={setNext} faults={own.length > 0 ? own : found} />
    </StepForm>
  );
}
