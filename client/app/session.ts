/**
 * A wall's printed link carries its one-time token behind the `#`, which browsers never send. It is spent here, before anything
 * connects, and leaves the address bar once the server has said what it is worth; a server that does not answer leaves it there.
 * What follows is the wall's own matter: a link that is worth nothing leads to the pairing screen.
 */
export async function spendWallLink(location: Location, history: History): Promise<void> {
  if (location.pathname !== '/wall') return;
  const token = new URLSearchParams(location.hash.slice(1)).get('link');
  if (!token) return;
  try {
    const { ok, status } = await fetch('/display/v1/link', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (ok || (status >= 400 && status < 500 && status !== 429)) history.replaceState(null, '', location.pathname + location.search);
  } catch {
    // Not reached: the picture says so itself, and the link is still good when the page is loaded again.
  }
}
