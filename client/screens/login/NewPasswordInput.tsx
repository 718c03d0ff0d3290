import { PASSWORD_MIN, type PasswordFault } from '../../../shared/contract/session.ts';
import { PasswordInput } from './PasswordInput.tsx';
import { useWords } from './words.ts';

type Props = {
  value: string;
  onChange: (value: string) => void;
  /** What the server found wrong with the one that was sent. */
  faults: readonly PasswordFault[];
};

/** Characters as people count them: a letter with its marks is one. */
const lengthOf = (password: string): number => [...password.normalize('NFC')].length;

/** Faults that this page can tell by itself. */
export const ownFaults = (password: string): PasswordFault[] => (lengthOf(password) < PASSWORD_MIN ? ['too-short'] : []);

/** The rules are said before they are broken, and how far a password still is from the first of them. */
export function NewPasswordInput({ value, onChange, faults }: Props) {
  const { t } = useWords();
  const missing = PASSWORD_MIN - lengthOf(value);
  return (
    <PasswordInput
      label={t('password.new')}
      autoComplete="new-password"
      value={value}
      onChange={onChange}
      description={
        <ul className="login-rules">
          <li>
            {t('password.rule.length', { min: PASSWORD_MIN })}
            {value !== '' && missing > 0 ? <strong> {t('password.missing', { missing })}</strong> : null}
          </li>
          <li>{t('password.rule.common')}</li>
          <li>{t('password.rule.context')}</li>
        </ul>
      }
      {...(faults.length > 0
        ? {
            error: (
              <>
                {faults.map((fault) => (
                  <span key={fault} className="desk-wrong-line">
                    {t(`password.fault.${fault}`, { min: PASSWORD_MIN })}
                  </span>
                ))}
              </>
            ),
          }
        : {})}
    />
  );
}
