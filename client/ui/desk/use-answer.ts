import { useCallback, useEffect, useState } from 'react';
import { exchange, type Refusal } from './exchange.ts';

export type Asked<T> = {
  /** What came last; it stays while the next is on its way and when that fails. null: nothing yet. */
  value: T | null;
  error: Refusal | null;
  isLoading: boolean;
  again: () => void;
};

/**
 * Asks the server for `path` when it is drawn and when the path changes, and again `everyMs` after each answer while the page can be
 * seen: a slow server is not asked twice at once. null: nothing is asked.
 */
export function useAnswer<T>(path: string | null, everyMs: number | null = null): Asked<T> {
  const [came, setCame] = useState<{ path: string; value: T | null; error: Refusal | null } | null>(null);
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((n) => n + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks the same again.
  useEffect(() => {
    if (path === null) return;
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async (): Promise<void> => {
      const answer = await exchange<T>(path, { signal: ending.signal });
      if (ending.signal.aborted) return;
      setCame((before) => ({
        path,
        value: answer.ok ? answer.value : before?.path === path ? before.value : null,
        error: answer.ok ? null : answer.error,
      }));
      askLater();
    };
    const askLater = (): void => {
      if (everyMs !== null) timer = setTimeout(() => (document.hidden ? askLater() : void ask()), everyMs);
    };
    void ask();
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [path, everyMs, round]);

  const here = path !== null && came?.path === path ? came : null;
  return { value: here?.value ?? null, error: here?.error ?? null, isLoading: here === null, again };
}
