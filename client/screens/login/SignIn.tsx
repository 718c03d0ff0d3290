import { useState } from 'react';
import type { SessionState } from '../../../shared/contract/session.ts';
import { Banner } from '../../ui/desk/Banner.tsx';
import { TextField } from '../../ui/desk/TextField.tsx';
import { PasswordInput } from './PasswordInput.tsx';
import { StepForm } from './StepForm.tsx';
import type { SessionApi } from './session-api.ts';
import type { Step } from './steps.ts';
import { useAttempts } from './use-attempt.ts';
import { useWords } from './words.ts';

type Props = {
  api: SessionApi;
  offers: SessionState['offers'];
  notice: Extract<Step, { kind: 'sign-in' }>['notice'];
  onState: (state: SessionState) => void;
};

export function SignIn({ api, offers, notice, onState }: Props) {
  const { t } = useWords();
  const attempts = useAttempts(() => undefined);
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const submit = (): void => {
    setAsked(true);
    if (login.trim() === '' || password === '') return;
    void attempts.attempt(() => api.logIn({ login: login.trim(), password }), onState);
  };
  return (
    <StepForm
      title={t('signIn.title')}
      notice={
        <>
          {offers.setUp ? <Banner tone="attention">{t('signIn.setUpFirst')}</Banner> : null}
          {notice ? <Banner tone={notice === 'signed-out' ? 'note' : 'attention'}>{t(`signIn.notice.${notice}`)}</Banner> : null}
        </>
      }
      attempts={attempts}
      wrong="account"
      submit={t('signIn.submit')}
      onSubmit={submit}
      after={
        <>
          {offers.singleSignOn ? (
            <>
              <p className="login-or">{t('signIn.or')}</p>
              <a className="desk-button desk-button--plain" href="/session/oidc/start">
                {t('signIn.sso')}
              </a>
            </>
          ) : null}
          <p className="desk-note">{t('signIn.help')}</p>
        </>
      }
    >
      <TextField
        label={t('login.label')}
        value={login}
        onChange={setLogin}
        autoComplete="username"
        isVerbatim
        {...(asked && login.trim() === '' ? { error: t('login.missing') } : {})}
      />
      <PasswordInput
        label={t('password.label')}
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        {...(asked && password === '' ? { error: t('password.empty') } : {})}
      />
    </StepForm>
  );
}
