import { useMemo } from 'react';
import type { Link } from '../../shared/contract/link.ts';
import type { LinkState } from '../stores/link-store.ts';
import { useLink } from '../stores/stores-context.tsx';
import type { Condition } from '../ui/condition.ts';

/** What the whole screen has to say of its link, or null when it is live. `since` in epoch milliseconds of the server. */
export type Cut = { kind: Exclude<Link['kind'], 'live' | 'replaying'>; since: number; attempt: number; message: string };

/** Narrow by what a person sees, so that twenty frames a second of a live link change nothing here. */
export function cutOf({ link }: LinkState): Cut | null {
  switch (link.kind) {
    case 'live':
    // The past says so itself, by its frame.
    case 'replaying':
      return null;
    case 'down':
      return { kind: 'down', since: link.lastHeardAt ?? link.since, attempt: link.attempt, message: '' };
    case 'refused':
      return { kind: 'refused', since: 0, attempt: 0, message: link.message };
    case 'ended':
      return { kind: 'ended', since: 0, attempt: 0, message: '' };
    case 'connecting':
    case 'resyncing':
      return { kind: link.kind, since: link.since, attempt: 0, message: '' };
  }
}

/** `cutOf` as a string: equal strings are the same state, which is how a store tells React that nothing changed. */
export const cutKey = (state: LinkState): string => JSON.stringify(cutOf(state));

/** What the link in context has to say, drawn again only when that changes. */
export function useCut(): Cut | null {
  const text = useLink(cutKey);
  return useMemo(() => JSON.parse(text) as Cut | null, [text]);
}

/** Whether what is shown still moves. */
export function useCondition(): Condition {
  const cut = useCut();
  return useMemo(
    () => (cut && (cut.kind === 'down' || cut.kind === 'resyncing') ? { kind: 'cut', since: cut.since } : { kind: 'live' }),
    [cut],
  );
}
