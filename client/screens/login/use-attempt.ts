import { useRef, useState } from 'react';
import type { Answer, Problem } from './session-api.ts';

/** What the last attempt met; `at` counts attempts, so that the same words twice are said twice. */
export type Failure = Problem & { at: number };

export type Attempts = {
  failure: Failure | null;
  busy: boolean;
  /** One at a time; what is pressed meanwhile is dropped. */
  attempt<T>(ask: () => Promise<Answer<T>>, done: (value: T) => void): Promise<void>;
};

/** `onLost`: the session went away beneath the form, which cannot be finished any more. */
export function useAttempts(onLost: () => void): Attempts {
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const count = useRef(0);
  return {
    failure,
    busy,
    async attempt(ask, done) {
      if (running.current) return;
      running.current = true;
      setBusy(true);
      const answer = await ask();
      running.current = false;
      setBusy(false);
      count.current += 1;
      if (answer.ok) {
        setFailure(null);
        done(answer.value);
      } else if (answer.error.code === 'signed-out' || answer.error.code === 'stage') onLost();
      else setFailure({ ...answer.error, at: count.current });
    },
  };
}
