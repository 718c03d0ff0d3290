import type { KeyboardEventHandler, ReactNode, Ref } from 'react';
import { TextField as AriaTextField, FieldError, Input, Label, Text, TextArea, type TextFieldProps } from 'react-aria-components';

type Props = Omit<TextFieldProps, 'children' | 'className' | 'style' | 'isInvalid' | 'validationBehavior' | 'onKeyUp' | 'onKeyDown'> & {
  label: string;
  /** The rule, said before it is broken. */
  description?: ReactNode;
  /** What is wrong with what stands there; nothing when unset. */
  error?: ReactNode;
  /** At the end of the field: a button that shows a password, a unit. */
  after?: ReactNode;
  placeholder?: string;
  /** More than one line. */
  rows?: number;
  /** What stands there is read sign by sign: codes, secrets. */
  isCode?: boolean;
  /** No prose: nothing of it is corrected or begun with a capital. */
  isVerbatim?: boolean;
  inputRef?: Ref<HTMLInputElement>;
  onKeyEvent?: KeyboardEventHandler<HTMLInputElement>;
};

export function TextField({
  label,
  description,
  error,
  after,
  placeholder,
  rows,
  isCode,
  isVerbatim,
  inputRef,
  onKeyEvent,
  ...rest
}: Props) {
  const wrong = error !== undefined && error !== null;
  const face = isCode ? 'desk-input desk-input--code' : 'desk-input';
  return (
    <AriaTextField {...rest} isInvalid={wrong} validationBehavior="aria" className="desk-field">
      <Label>{label}</Label>
      <span className="desk-field-box">
        {rows === undefined ? (
          <Input
            className={face}
            spellCheck={false}
            {...(inputRef ? { ref: inputRef } : {})}
            {...(placeholder ? { placeholder } : {})}
            {...(isVerbatim ? { autoCapitalize: 'none', autoCorrect: 'off' } : {})}
            {...(onKeyEvent ? { onKeyDown: onKeyEvent, onKeyUp: onKeyEvent } : {})}
          />
        ) : (
          <TextArea className={face} rows={rows} {...(placeholder ? { placeholder } : {})} />
        )}
        {after}
      </span>
      {description ? (
        <Text slot="description" elementType="div" className="desk-note">
          {description}
        </Text>
      ) : null}
      {wrong ? (
        <FieldError elementType="div" className="desk-wrong">
          {error}
        </FieldError>
      ) : null}
    </AriaTextField>
  );
}
