import { TextField } from '../../ui/desk/TextField.tsx';

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Six figures of an authenticator; else a recovery code. */
  isNumeric: boolean;
  error?: string;
};

/** As it is sent: people copy codes with spaces. */
export const codeOf = (typed: string): string => typed.replaceAll(/\s/g, '');

export function CodeInput({ label, value, onChange, isNumeric, error }: Props) {
  return (
    <TextField
      label={label}
      value={value}
      onChange={onChange}
      isCode
      inputMode={isNumeric ? 'numeric' : 'text'}
      autoComplete={isNumeric ? 'one-time-code' : 'off'}
      isVerbatim
      maxLength={40}
      {...(error ? { error } : {})}
    />
  );
}
