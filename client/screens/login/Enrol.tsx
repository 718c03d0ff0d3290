import { useEffect, useState } from 'react';
import type { EnrolmentOffer } from '../../../shared/contract/session.ts';
import { Banner } from '../../ui/desk/Banner.tsx';
import { QrCode } from '../../ui/QrCode.tsx';
import { CodeInput, codeOf } from './CodeInput.tsx';
import { FailureBanner } from './FailureBanner.tsx';
import { StepForm } from './StepForm.tsx';
import type { EnrolledState, Problem, SessionApi } from './session-api.ts';
import { useAttempts } from './use-attempt.ts';
import { useWords } from './words.ts';

type Props = {
  api: SessionApi;
  onEnrolled: (enrolled: EnrolledState) => void;
  /** Not at this point any more, or the proof is too old. */
  onLost: () => void;
};

/** In fours, as people read them out. */
const grouped = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/g, '$1 ');

/** An authenticator is tied to the account: scan or type its key, then prove it by one code. */
export function Enrol({ api, onEnrolled, onLost }: Props) {
  const { t } = useWords();
  const attempts = useAttempts(onLost);
  const [offer, setOffer] = useState<EnrolmentOffer | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);

  // Once: each offer replaces the one before, and what was scanned would fit no more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  useEffect(() => {
    let here = true;
    void api.offer().then((answer) => {
      if (!here) return;
      if (answer.ok) setOffer(answer.value);
      else if (answer.error.code === 'unreachable' || answer.error.code === 'slow-down') setProblem(answer.error);
      else onLost();
    });
    return () => {
      here = false;
    };
  }, []);

  const complete = codeOf(code).length === 6;
  const submit = (): void => {
    setAsked(true);
    if (complete) void attempts.attempt(() => api.confirm(codeOf(code)), onEnrolled);
  };
  if (problem) return <FailureBanner failure={{ ...problem, at: 0 }} wrong="enrol" />;
  if (!offer) return <Banner>{t('loading')}</Banner>;
  return (
    <StepForm
      title={t('enrol.title')}
      intro={<p>{t('enrol.intro')}</p>}
      attempts={attempts}
      wrong="enrol"
      submit={t('enrol.submit')}
      onSubmit={submit}
    >
      <div className="login-offer">
        <QrCode text={offer.otpauthUri} name={t('enrol.qr')} className="login-qr" />
        <div>
          <p>{t('enrol.secret')}</p>
          <code className="login-secret">{grouped(offer.secret)}</code>
        </div>
      </div>
      <CodeInput
        label={t('totp.label')}
        value={code}
        onChange={setCode}
        isNumeric
        {...(asked && !complete ? { error: t('totp.missing') } : {})}
      />
    </StepForm>
  );
}
