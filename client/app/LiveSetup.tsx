import type { ReactElement } from 'react';
import type { Kind } from '../../shared/contract/entry-data.ts';
import type { World } from '../../shared/rules/fold.ts';
import { Setup } from '../screens/desk-wall/setup/Setup.tsx';
import { useWorld } from '../stores/stores-context.tsx';
import { WithLiveStores } from './WithLiveStores.tsx';

const SCENES: readonly Kind[] = ['scene.published'];
const namesOf = (world: World): { id: string; name: string }[] =>
  [...world.slots['scene.published'].values()].map(({ data: { scene } }) => ({ id: scene.id, name: scene.name }));

/** `/desk/wall/setup`, with the scenes that were published here to choose from. */
export const LiveSetup = (): ReactElement => (
  <WithLiveStores>
    <WithScenes />
  </WithLiveStores>
);

const WithScenes = (): ReactElement => <Setup scenes={useWorld(SCENES, namesOf)} />;
