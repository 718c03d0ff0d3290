import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../../ui/desk/Button.tsx';
import { FailureBanner, type Wrong } from './FailureBanner.tsx';
import type { Attempts } from './use-attempt.ts';
import { useWords } from './words.ts';

type Props = {
  title: string;
  /** Why this is asked. */
  intro?: ReactNode;
  /** Over the form: what happened before. */
  notice?: ReactNode;
  children?: ReactNode;
  attempts: Attempts;
  wrong: Wrong;
  submit: string;
  onSubmit: () => void;
  /** The form cannot be sent yet; it says itself why. */
  isBlocked?: boolean;
  /** Other ways on. */
  after?: ReactNode;
  /** Faults that a field shows itself. */
  shownByField?: boolean;
};

/**
 * One step of the page: a title, one form, one way on. The first field that is wrong has the focus after each attempt; a step
 * without a field begins at its title.
 */
export function StepForm(props: Props) {
  const { title, intro, notice, children, attempts, wrong, submit, onSubmit, isBlocked = false, after, shownByField = false } = props;
  const { failure, busy } = attempts;
  const { t } = useWords();
  const form = useRef<HTMLFormElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = `${title} · ${t('centre')}`;
  }, [title, t]);
  useEffect(() => {
    (form.current?.querySelector<HTMLElement>('input:not([type="checkbox"])') ?? heading.current)?.focus();
  }, []);
  useEffect(() => {
    if (!failure) return;
    // What is most likely mistyped, and cannot be read back.
    const candidates = ['input[aria-invalid="true"]', 'input[autocomplete="current-password"]', 'input'];
    const field = candidates.map((which) => form.current?.querySelector<HTMLInputElement>(which)).find((found) => found);
    field?.focus();
    field?.select();
  }, [failure]);

  const send = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
    // A field that is refused here and now is shown after this event.
    requestAnimationFrame(() => form.current?.querySelector<HTMLInputElement>('input[aria-invalid="true"]')?.focus());
  };
  return (
    <form ref={form} className="login-form" onSubmit={send} noValidate>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {notice}
      {intro ? <div className="login-intro">{intro}</div> : null}
      {children}
      {failure && !shownByField ? <FailureBanner key={failure.at} failure={failure} wrong={wrong} /> : null}
      <Button type="submit" kind="primary" isPending={busy} isDisabled={isBlocked}>
        {submit}
      </Button>
      {after ? <div className="login-ways">{after}</div> : null}
    </form>
  );
}
