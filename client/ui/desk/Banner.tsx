import type { ReactNode } from 'react';

const MARKS = {
  /** Something to know. */
  note: 'M10 1A9 9 0 1 1 10 19 9 9 0 1 1 10 1M10 9V14.5M10 5.5V6',
  /** Something to do in time. */
  attention: 'M1 1H19V19H1ZM10 5V11.5M10 14.5V15',
  /** Something that did not work. */
  wrong: 'M10 0 20 10 10 20 0 10ZM10 5.5V11M10 13.8V14.3',
} as const;

type Props = {
  tone?: keyof typeof MARKS;
  children: ReactNode;
  /** A button, a link: what can be done about it. */
  action?: ReactNode;
};

/** One line over a form or a list. What went wrong is said aloud at once, the rest when the reader comes to it. */
export function Banner({ tone = 'note', children, action }: Props) {
  return (
    <div className={`desk-banner desk-banner--${tone}`} role={tone === 'wrong' ? 'alert' : 'status'}>
      <svg viewBox="-1 -1 22 22" aria-hidden="true">
        <path d={MARKS[tone]} />
      </svg>
      <div>{children}</div>
      {action}
    </div>
  );
}
