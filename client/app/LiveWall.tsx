import { type ReactElement, useEffect, useState } from 'react';
import { WallGate } from '../screens/wall/pairing/WallGate.tsx';
import { sceneOf } from '../screens/wall/scenes.ts';
import { Wall } from '../screens/wall/Wall.tsx';
import { StoresContext } from '../stores/stores-context.tsx';
import { createLiveStores, type LiveStores } from './live-stores.ts';
import { useTileWords } from './use-tile-words.ts';

/** `/wall`: a browser that is a display of a wall, or asks to become one. `scene`: what the address asks for. */
export function LiveWall({ scene }: { scene: string | null }): ReactElement {
  useTileWords();
  return <WallGate>{(onOver) => <Live scene={scene} onOver={onOver} />}</WallGate>;
}

function Live({ scene, onOver }: { scene: string | null; onOver: () => void }): ReactElement | null {
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
