import type { i18n } from 'i18next';
import { lazy, type ReactElement, Suspense } from 'react';
import { I18nextProvider } from 'react-i18next';

/** Each screen is fetched when it is asked for: whoever signs in does not wait for a wall's map. */
const Admin = lazy(async () => ({ default: (await import('../screens/admin/Admin.tsx')).Admin }));
const Login = lazy(async () => ({ default: (await import('../screens/login/Login.tsx')).Login }));
const TryIngest = lazy(async () => ({ default: (await import('../screens/try-ingest/TryIngest.tsx')).TryIngest }));
const LiveDeskWall = lazy(async () => ({ default: (await import('./LiveDeskWall.tsx')).LiveDeskWall }));
const LiveScenes = lazy(async () => ({ default: (await import('./LiveScenes.tsx')).LiveScenes }));
const LiveSetup = lazy(async () => ({ default: (await import('./LiveSetup.tsx')).LiveSetup }));
const LiveReplay = lazy(async () => ({ default: (await import('./LiveReplay.tsx')).LiveReplay }));
const LiveWall = lazy(async () => ({ default: (await import('./LiveWall.tsx')).LiveWall }));

/** The application's own router: a handful of screens, each whole. */
export function Routes({ location, words }: { location: Location; words: i18n }): ReactElement {
  return (
    <I18nextProvider i18n={words}>
      <Suspense>{screenAt(location)}</Suspense>
    </I18nextProvider>
  );
}

function screenAt({ pathname, search }: Location): ReactElement {
  if (/^\/admin(\/|$)/.test(pathname)) return <Admin />;
  if (pathname === '/login') return <Login />;
  if (pathname === '/ingest/try') return <TryIngest />;
  if (pathname === '/desk/replay') return <LiveReplay />;
  if (pathname === '/desk/wall') return <LiveDeskWall />;
  if (pathname === '/desk/wall/setup') return <LiveSetup />;
  if (pathname === '/desk/scenes') return <LiveScenes />;
  const asked = new URLSearchParams(search);
  return <LiveWall asked={{ scene: asked.get('scene'), wall: asked.get('wall'), position: asked.get('position') }} />;
}
