import type { i18n } from 'i18next';
import { type ReactElement, useEffect, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { TryIngest } from '../screens/try-ingest/TryIngest.tsx';
import { sceneOf } from '../screens/wall/scenes.ts';
import { Wall } from '../screens/wall/Wall.tsx';
import { StoresContext } from '../stores/stores-context.tsx';
import { createLiveStores, type LiveStores } from './live-stores.ts';

/** The application's own router: a handful of screens, each whole. */
export function Routes({ location, words }: { location: Location; words: i18n }): ReactElement {
  const scene = new URLSearchParams(location.search).get('scene');
  return <I18nextProvider i18n={words}>{location.pathname === '/ingest/try' ? <TryIngest /> : <LiveWall scene={scene} />}</I18nextProvider>;
}

function LiveWall({ scene }: { scene: string | null }): ReactElement | null {
  const [stores, setStores] = useState<LiveStores | null>(null);
  useEffect(() => {
    const live = createLiveStores({ screen: 'wall' });
    setStores(live);
    return () => live.close();
  }, []);
  if (!stores) return null;
  return (
    <StoresContext value={stores}>
      <Wall scene={sceneOf(scene)} onPainted={stores.glass.painted} />
    </StoresContext>
  );
}
