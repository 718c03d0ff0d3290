import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components';

type Props = Omit<ButtonProps, 'children' | 'className' | 'style'> & {
  /** `primary`: what the screen is for, one a form. `quiet`: reads as a link. */
  kind?: 'primary' | 'plain' | 'quiet';
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
};

/** While `isPending` it keeps its focus and its word, and cannot be pressed again. */
export function Button({ kind = 'plain', children, ...rest }: Props) {
  return (
    <AriaButton {...rest} className={`desk-button desk-button--${kind}`}>
      {children}
    </AriaButton>
  );
}
