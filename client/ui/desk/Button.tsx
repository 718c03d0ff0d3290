import type { ReactNode, Ref } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components';

type Props = Omit<ButtonProps, 'children' | 'className' | 'style'> & {
  /** `primary`: what the screen is for, one a form. `quiet`: reads as a link. */
  kind?: 'primary' | 'plain' | 'quiet';
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
};

/**
 * While `isPending` it keeps its focus and its word, and pressing it does nothing. React Aria's own pending state announces a picture
 * whose name is gone by then, so it is not used.
 */
export function Button({ kind = 'plain', children, isPending = false, ...rest }: Props) {
  const held = isPending ? { type: 'button' as const, onPress: () => undefined, 'data-waiting': '' } : {};
  return (
    <AriaButton {...rest} {...held} className={`desk-button desk-button--${kind}`}>
      {children}
    </AriaButton>
  );
}
