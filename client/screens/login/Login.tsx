import { type ReactElement, useEffect, useState } from 'react';
import type { SessionState } from '../../../shared/contract/session.ts';
import { Banner } from '../../ui/desk/Banner.tsx';
import { Button } from '../../ui/desk/Button.tsx';
import { Desk } from '../../ui/desk/Desk.tsx';
import { LanguageSwitch } from '../../ui/desk/LanguageSwitch.tsx';
import { Frontispiece } from './Frontispiece.tsx';
import './login.css';
import { LoginStep } from './LoginStep.tsx';
import { createSessionApi, type SessionApi } from './session-api.ts';
import { homeOf, nextOf, type Step, ssoFailureOf, stepOf, stepOfLink, takeLink } from './steps.ts';
import { useWords } from './words.ts';

type Props = {
  api?: SessionApi;
  now?: () => number;
  /** Leaves this page. */
  go?: (path: string) => void;
};
const API = createSessionApi();
const leave = (path: string): void => window.location.assign(path);

/** The door: log-in, second factor, links of one use, and what a person may change about their own account. */
export function Login({ api = API, now = Date.now, go = leave }: Props): ReactElement {
  const { t } = useWords();
  const [link, setLink] = useState(() => takeLink(window.location, window.history));
  const [session, setSession] = useState<SessionState | null>(null);
  const [step, setStep] = useState<Step | null>(null);
  const [isCut, setCut] = useState(false);

  // A link may be opened on a page that stands already.
  useEffect(() => {
    const opened = (): void => {
      const next = takeLink(window.location, window.history);
      if (!next) return;
      setLink(next);
      setStep(stepOfLink(next));
    };
    window.addEventListener('hashchange', opened);
    return () => window.removeEventListener('hashchange', opened);
  }, []);

  const load = async (show: (state: SessionState) => Step): Promise<void> => {
    setCut(false);
    const answer = await api.state();
    if (!answer.ok) return setCut(true);
    setSession(answer.value);
    setStep(show(answer.value));
  };
  const begin = (): Promise<void> =>
    load((state) => {
      if (link) return stepOfLink(link);
      const first = stepOf(state);
      return first.kind === 'sign-in' ? { ...first, notice: ssoFailureOf(window.location.search) } : first;
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => void begin(), []);

  const arrive = (state: SessionState): void => {
    setSession(state);
    const next = stepOf(state);
    // Nothing to be told: straight to work.
    if (next.kind === 'in' && state.person && state.warnings.length === 0) go(nextOf(window.location.search) ?? homeOf(state.person.role));
    else setStep(next);
  };
  const signOut = async (): Promise<void> => {
    await api.logOut();
    setLink(null);
    await load((state) => {
      const next = stepOf(state);
      return next.kind === 'sign-in' ? { ...next, notice: 'signed-out' } : next;
    });
  };
  const lose = (): void =>
    void load((state) => {
      const next = stepOf(state);
      return next.kind === 'sign-in' ? { ...next, notice: 'lost' } : next;
    });

  return (
    <Desk>
      <div className="login">
        <Frontispiece now={now} />
        <main className="login-panel">
          <header>
            <LanguageSwitch />
          </header>
          {isCut ? (
            <Banner tone="wrong" action={<Button onPress={() => void begin()}>{t('retry')}</Button>}>
              {t('failure.unreachable')}
            </Banner>
          ) : null}
          {session && step ? (
            <LoginStep
              key={step.kind}
              api={api}
              session={session}
              step={step}
              now={now()}
              onStep={setStep}
              onState={arrive}
              onLost={lose}
              onSignOut={() => void signOut()}
              go={go}
            />
          ) : null}
        </main>
      </div>
    </Desk>
  );
}
