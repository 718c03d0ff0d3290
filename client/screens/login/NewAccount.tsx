import { useState } from 'react';
import { LoginField, type SessionState } from '../../../shared/contract/session.ts';
import { TextField } from '../../ui/desk/TextField.tsx';
import { NewPasswordInput, ownFaults } from './NewPasswordInput.tsx';
import { StepForm } from './StepForm.tsx';
import type { SessionApi } from './session-api.ts';
import { useAttempts } from './use-attempt.ts';
import { useWords } from './words.ts';

type Props = { api: SessionApi; token: string; onState: (state: SessionState) => void };

/** The first administrator, by the link that the first start printed. */
export function NewAccount({ api, token, onState }: Props) {
  const { t } = useWords();
  const attempts = useAttempts(() => undefined);
  const { failure } = attempts;
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const [refused, setRefused] = useState<{ login: string; password: string } | null>(null);
  const account = LoginField.safeParse(login);
  const submit = (): void => {
    setAsked(true);
    if (name.trim() === '' || !account.success || ownFaults(password).length > 0) return;
    setRefused({ login, password });
    void attempts.attempt(() => api.setUp({ token, name: name.trim(), login: account.data, password }), onState);
  };
  const isTaken = failure?.code === 'taken' && refused?.login === login;
  const faults = failure?.code === 'password' && refused?.password === password ? (failure.faults ?? []) : [];
  const loginFault = isTaken ? 'login.taken' : !asked || account.success ? null : login.trim() === '' ? 'login.missing' : 'login.malformed';
  return (
    <StepForm
      title={t('setUp.title')}
      intro={<p>{t('setUp.intro')}</p>}
      attempts={attempts}
      wrong="account"
      shownByField={failure?.code === 'taken' || failure?.code === 'password'}
      submit={t('continue')}
      onSubmit={submit}
    >
      <TextField
        label={t('name.label')}
        value={name}
        onChange={setName}
        autoComplete="name"
        {...(asked && name.trim() === '' ? { error: t('name.missing') } : {})}
      />
      <TextField
        label={t('login.label')}
        description={t('login.rule')}
        value={login}
        onChange={setLogin}
        autoComplete="username"
        isVerbatim
        {...(loginFault ? { error: t(loginFault) } : {})}
      />
      <NewPasswordInput
        value={password}
        onChange={setPassword}
        faults={asked && ownFaults(password).length > 0 ? ownFaults(password) : faults}
      />
    </StepForm>
  );
}
