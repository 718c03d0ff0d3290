import type { ReactElement } from 'react';
import type { SessionState } from '../../../shared/contract/session.ts';
import { Banner } from '../../ui/desk/Banner.tsx';
import { Button } from '../../ui/desk/Button.tsx';
import { Enrol } from './Enrol.tsx';
import { NewAccount } from './NewAccount.tsx';
import { NewPassword } from './NewPassword.tsx';
import { Prove } from './Prove.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { SecondFactor } from './SecondFactor.tsx';
import { SignedIn } from './SignedIn.tsx';
import { SignIn } from './SignIn.tsx';
import type { SessionApi } from './session-api.ts';
import { homeOf, nextOf, type Step } from './steps.ts';
import { useWords } from './words.ts';

type Props = {
  api: SessionApi;
  session: SessionState;
  step: Step;
  now: number;
  onStep: (step: Step) => void;
  /** The session went up a stage. */
  onState: (state: SessionState) => void;
  /** It is not where this page thought. */
  onLost: () => void;
  onSignOut: () => void;
  go: (path: string) => void;
};

export function LoginStep({ api, session, step, now, onStep, onState, onLost, onSignOut, go }: Props): ReactElement {
  const { t } = useWords();
  const home: Step = { kind: 'in' };
  switch (step.kind) {
    case 'sign-in':
      return <SignIn api={api} offers={session.offers} notice={step.notice} onState={onState} />;
    case 'set-up':
      return <NewAccount api={api} token={step.token} onState={onState} />;
    case 'link':
      return (
        <NewPassword
          title={t(`${step.purpose}.title`)}
          intro={<p>{t(`${step.purpose}.intro`)}</p>}
          send={({ next }) => api.reset({ token: step.token, password: next })}
          onState={onState}
          onLost={onLost}
        />
      );
    case 'totp':
    case 'recovery':
      return (
        <SecondFactor
          key={step.kind}
          api={api}
          way={step.kind}
          onState={onState}
          onWay={(kind) => onStep({ kind })}
          onBack={onSignOut}
          onLost={onLost}
        />
      );
    case 'enrol':
      return (
        <Enrol
          api={api}
          onEnrolled={({ recoveryCodes, state }) => onStep({ kind: 'codes', codes: recoveryCodes, after: state })}
          onLost={onLost}
        />
      );
    case 'codes':
      return <RecoveryCodes codes={step.codes} name={step.after.person?.name ?? ''} now={now} onKept={() => onState(step.after)} />;
    case 'expired':
      return (
        <NewPassword
          title={t('expired.title')}
          intro={<Banner tone="attention">{t('expired.intro')}</Banner>}
          send={api.password}
          onState={onState}
          onLost={onLost}
        />
      );
    case 'change':
      return (
        <NewPassword
          title={t('change.title')}
          intro={<p>{t('change.intro')}</p>}
          asksCurrent
          send={api.password}
          onState={onState}
          onLost={onLost}
          after={
            <Button kind="quiet" onPress={() => onStep(home)}>
              {t('cancel')}
            </Button>
          }
        />
      );
    case 'prove':
      return <Prove api={api} onState={() => onStep({ kind: 'enrol' })} onBack={() => onStep(home)} onLost={onLost} />;
    case 'in':
      // The server tells who it is from the second factor on; a full session always has a person.
      return session.person ? (
        <SignedIn
          person={session.person}
          warnings={session.warnings}
          now={now}
          onEnter={() => session.person && go(nextOf(window.location.search) ?? homeOf(session.person.role))}
          onPassword={() => onStep({ kind: 'change' })}
          onSecondFactor={() => onStep({ kind: 'prove' })}
          onSignOut={onSignOut}
        />
      ) : (
        <Banner tone="wrong">{t('failure.unreachable')}</Banner>
      );
  }
}
