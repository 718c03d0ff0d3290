import { useCallback, useEffect, useState } from 'react';
import { type Answer, exchange, type Refusal } from './exchange.ts';

export type Asked<T> = {
  /** What came last; it stays while the next is on its way and when that fails. null: nothing yet. */
  value: T | null;
  error: Refusal | null;
  isLoading: boolean;
  again: () => void;
};

/** Asks the server for `path` when it is drawn, when the path changes, and every `everyMs` while the page can be seen. */
export function useAnswer<T>(path: string, everyMs: number | null = null): Asked<T> {
  const [came, setCame] = useState<{ path: string; value: T | null; error: Refusal | null } | null>(null);
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((n) => n + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks the same again.
  useEffect(() => {
    const ending = new AbortController();
    void exchange<T>(path, { signal: ending.signal }).then((answer: Answer<T>) => {
      if (ending.signal.aborted) return;
      setCame((before) => ({
        path,
        value: answer.ok ? answer.value : before?.path === path ? before.value : null,
        error: answer.ok ? null : answer.error,
      }));
    });
    return () => ending.abort();
  }, [path, round]);

  useEffect(() => {
    if (everyMs === null) return;
    const timer = setInterval(() => {
      if (!document.hidden) again();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, again]);

  const here = came?.path === path ? came : null;
  return { value: here?.value ?? null, error: here?.error ?? null, isLoading: here === null, again };
}
