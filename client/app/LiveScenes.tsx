import { type ReactElement, useEffect, useState } from 'react';
import { Scenes } from '../screens/scenes/Scenes.tsx';
import { StoresContext } from '../stores/stores-context.tsx';
import { createLiveStores, type LiveStores } from './live-stores.ts';
import { useTileWords } from './use-tile-words.ts';

/** `/desk/scenes`: the editor of scenes, over what is live, so that a preview shows what the wall would show. */
export function LiveScenes(): ReactElement | null {
  useTileWords();
  const [stores, setStores] = useState<LiveStores | null>(null);
  useEffect(() => {
    const live = createLiveStores({ screen: 'desk' });
    setStores(live);
    return () => live.close();
  }, []);
  return stores ? (
    <StoresContext value={stores}>
      <Scenes />
    </StoresContext>
  ) : null;
}
