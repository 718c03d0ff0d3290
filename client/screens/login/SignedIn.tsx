import { useEffect, useRef } from 'react';
import type { SessionState } from '../../../shared/contract/session.ts';
import { Banner } from '../../ui/desk/Banner.tsx';
import { Button } from '../../ui/desk/Button.tsx';
import { warningInWords } from './warnings.ts';
import { useWords } from './words.ts';

type Props = {
  person: NonNullable<SessionState['person']>;
  warnings: SessionState['warnings'];
  now: number;
  onEnter: () => void;
  onPassword: () => void;
  onSecondFactor: () => void;
  onSignOut: () => void;
};

/** A person who is in: what they have to know before they go on, and what they can change about their own account. */
export function SignedIn({ person, warnings, now, onEnter, onPassword, onSecondFactor, onSignOut }: Props) {
  const { t, language } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${t('in.title')} · ${t('centre')}`;
    heading.current?.focus();
  }, [t]);
  return (
    <div className="login-form">
      <h1 ref={heading} tabIndex={-1}>
        {person.name}
      </h1>
      <p className="login-intro">{t('in.role', { role: t(`vocabulary:role.${person.role}`) })}</p>
      {warnings.map((warning) => (
        <Banner key={warning.kind} tone="attention">
          {warningInWords(warning, now, t, language)}
        </Banner>
      ))}
      <Button kind="primary" onPress={onEnter}>
        {t('in.enter')}
      </Button>
      <div className="login-ways">
        <Button onPress={onPassword}>{t('in.password')}</Button>
        <Button onPress={onSecondFactor}>{t('in.secondFactor')}</Button>
        <Button kind="quiet" onPress={onSignOut}>
          {t('in.signOut')}
        </Button>
      </div>
    </div>
  );
}
