import type { Principal } from '../../shared/contract/principal.ts';

/** Who the server says this browser is; null: nobody. */
export type SessionHolder = Pick<Principal, 'name' | 'role'> | null;

/**
 * A printed link carries its one-time token behind the `#`, which browsers never send; it is spent here and leaves the
 * address bar at once. Without one, the cookie of an earlier link counts.
 */
export async function openSession(location: Location, history: History): Promise<SessionHolder> {
  const token = new URLSearchParams(location.hash.slice(1)).get('link');
  if (token) {
    history.replaceState(null, '', location.pathname + location.search);
    const answer = await fetch('/session/claim', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (answer.ok) return (await answer.json()) as SessionHolder;
  }
  const answer = await fetch('/session');
  return answer.ok ? ((await answer.json()) as SessionHolder) : null;
}
