import type { ReactElement } from 'react';
import { Scenes } from '../screens/scenes/Scenes.tsx';
import { useTileWords } from './use-tile-words.ts';
import { WithLiveStores } from './WithLiveStores.tsx';

/** `/desk/scenes`: the editor of scenes, over what is live, so that a preview shows what the wall would show. */
export function LiveScenes(): ReactElement {
  useTileWords();
  return (
    <WithLiveStores>
      <Scenes />
    </WithLiveStores>
  );
}
