import type { i18n } from 'i18next';
import { type ReactElement, useEffect, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { Admin } from '../screens/admin/Admin.tsx';
import { Login } from '../screens/login/Login.tsx';
import { TryIngest } from '../screens/try-ingest/TryIngest.tsx';
import { WallGate } from '../screens/wall/pairing/WallGate.tsx';
import { sceneOf } from '../screens/wall/scenes.ts';
import { Wall } from '../screens/wall/Wall.tsx';
import { StoresContext } from '../stores/stores-context.tsx';
import { createLiveStores, type LiveStores } from './live-stores.ts';

/** The application's own router: a handful of screens, each whole. */
export function Routes({ location, words }: { location: Location; words: i18n }): ReactElement {
  return <I18nextProvider i18n={words}>{screenAt(location)}</I18nextProvider>;
}

function screenAt({ pathname, search }: Location): ReactElement {
  if (/^\/admin(\/|$)/.test(pathname)) return <Admin />;
  if (pathname === '/login') return <Login />;
  if (pathname === '/ingest/try') return <TryIngest />;
  return <WallGate>{(onOver) => <LiveWall scene={new URLSearchParams(search).get('scene')} onOver={onOver} />}</WallGate>;
}

function LiveWall({ scene, onOver }: { scene: string | null; onOver: () => void }): ReactElement | null {
  const [stores, setStores] = useState<LiveStores | null>(null);
  useEffect(() => {
    const live = createLiveStores({ screen: 'wall' });
    setStores(live);
    const unwatch = live.link.subscribe(({ link }) => {
      if (link.kind === 'ended') onOver();
    });
    return () => {
      unwatch();
      live.close();
    };
  }, [onOver]);
  if (!stores) return null;
  return (
    <StoresContext value={stores}>
      <Wall scene={sceneOf(scene)} onPainted={stores.glass.painted} />
    </StoresContext>
  );
}
