import { type ReactElement, useEffect, useState } from 'react';
import type { Kind } from '../../shared/contract/entry-data.ts';
import type { World } from '../../shared/rules/fold.ts';
import { Setup } from '../screens/desk-wall/setup/Setup.tsx';
import { StoresContext, useWorld } from '../stores/stores-context.tsx';
import { createLiveStores, type LiveStores } from './live-stores.ts';

const SCENES: readonly Kind[] = ['scene.published'];
const namesOf = (world: World): { id: string; name: string }[] =>
  [...world.slots['scene.published'].values()].map(({ data: { scene } }) => ({ id: scene.id, name: scene.name }));

/** `/desk/wall/setup`, with the scenes that were published here to choose from. */
export function LiveSetup(): ReactElement | null {
  const [stores, setStores] = useState<LiveStores | null>(null);
  useEffect(() => {
    const live = createLiveStores({ screen: 'desk' });
    setStores(live);
    return () => live.close();
  }, []);
  return stores ? (
    <StoresContext value={stores}>
      <WithScenes />
    </StoresContext>
  ) : null;
}

const WithScenes = (): ReactElement => <Setup scenes={useWorld(SCENES, namesOf)} />;
