import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { Button } from '../../ui/desk/Button.tsx';
import { TextField } from '../../ui/desk/TextField.tsx';
import { useWords } from './words.ts';

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** What a password manager has to know. */
  autoComplete: 'current-password' | 'new-password';
  description?: ReactNode;
  error?: ReactNode;
};

/** A password can be pasted and looked at; a locked Caps is said while the field has the focus. */
export function PasswordInput({ label, value, onChange, autoComplete, description, error }: Props) {
  const { t } = useWords();
  const [shown, setShown] = useState(false);
  const [caps, setCaps] = useState(false);
  const look = (event: KeyboardEvent<HTMLInputElement>): void => setCaps(event.getModifierState('CapsLock'));
  return (
    <div className="login-password">
      <TextField
        label={label}
        value={value}
        onChange={onChange}
        type={shown ? 'text' : 'password'}
        autoComplete={autoComplete}
        isVerbatim
        onKeyEvent={look}
        onBlur={() => setCaps(false)}
        after={
          <Button aria-label={t(shown ? 'password.hideLong' : 'password.showLong')} onPress={() => setShown(!shown)}>
            {t(shown ? 'password.hide' : 'password.show')}
          </Button>
        }
        {...(description ? { description } : {})}
        {...(error ? { error } : {})}
      />
      <div role="status">{caps ? t('password.caps') : null}</div>
    </div>
  );
}
