import { type ReactElement, useEffect, useState } from 'react';
import type { Holder } from '../screens/wall/pairing/holder.ts';
import { WallGate } from '../screens/wall/pairing/WallGate.tsx';
import { Wall } from '../screens/wall/Wall.tsx';
import { StoresContext } from '../stores/stores-context.tsx';
import { takeUpDuties } from './display-duties.ts';
import { createLiveStores, type LiveStores } from './live-stores.ts';
import { pastOver } from './replay-past.tsx';
import { useTileWords } from './use-tile-words.ts';

/**
 * `/wall`: a browser that is a display of a wall, or asks to become one. `scene`: what the address asks for, on a wall that nobody
 * set up. A display knows from its pairing which wall it belongs to and where it hangs; a person who looks says it in the address.
 */
export function LiveWall({ asked }: { asked: WallAsked }): ReactElement {
  useTileWords();
  return (
    <WallGate>
      {(onOver, holder) => <Live {...placeOf(asked, holder)} scene={asked.scene} isDisplay={holder.kind === 'display'} onOver={onOver} />}
    </WallGate>
  );
}

const past = pastOver({ screen: 'wall' });

export type WallAsked = { scene: string | null; wall: string | null; position: string | null };
type Place = { wall: string | null; position: string | null };

const placeOf = ({ wall, position }: WallAsked, holder: Exclude<Holder, { kind: 'nobody' }>): Place =>
  holder.kind === 'display' ? { wall: holder.self.wall.id, position: holder.self.position } : { wall, position };

function Live({
  onOver,
  isDisplay,
  ...place
}: Place & { scene: string | null; isDisplay: boolean; onOver: () => void }): ReactElement | null {
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
  const { wall, position } = place;
  useEffect(() => {
    if (!isDisplay || !stores || wall === null || position === null) return;
    return takeUpDuties(stores, { wall, position });
  }, [stores, isDisplay, wall, position]);
  if (!stores) return null;
  return (
    <StoresContext value={stores}>
      <Wall {...place} past={past} onPainted={stores.glass.painted} />
    </StoresContext>
  );
}
