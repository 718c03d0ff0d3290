import type { ReactElement } from 'react';
import type { Past } from '../scene/WallStage.tsx';
import { DeskWall } from '../screens/desk-wall/DeskWall.tsx';
import { createLiveStores } from './live-stores.ts';
import { pastOver } from './replay-past.tsx';
import { useTileWords } from './use-tile-words.ts';

/** A desk's own connection, or one that sees what a wall's room sees. */
const connect = (mirrorOf: string | null) => createLiveStores(mirrorOf === null ? { screen: 'desk' } : { screen: 'desk', mirrorOf });

const pasts = new Map<string, Past>();
/** The past as a wall's room may see it; the same for a wall each time. */
function pastOf(wall: string): Past {
  const known = pasts.get(wall);
  if (known) return known;
  const made = pastOver({ screen: 'desk', mirrorOf: wall });
  pasts.set(wall, made);
  return made;
}

/** `/desk/wall`: the control desk, with a connection for each wall that it mirrors. */
export function LiveDeskWall(): ReactElement {
  useTileWords();
  return <DeskWall connect={connect} pastOf={pastOf} />;
}
