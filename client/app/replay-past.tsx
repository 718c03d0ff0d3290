import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ReplayOrder } from '../../shared/contract/direction.ts';
import { createReplayReader, type ReplayReader, type ReplayReaderParts } from '../connection/replay-reader.ts';
import { useCut } from '../scene/cut.ts';
import { LinkBanner } from '../scene/LinkBanner.tsx';
import type { Past } from '../scene/WallStage.tsx';
import { StoresContext, useStores } from '../stores/stores-context.tsx';
import { createReplayStores, type ReplayStores } from './replay-stores.ts';

/** How a screen draws the past: around the picture, the stores of the moment that its order says. To be made once for a screen. */
export function pastOver(parts: Pick<ReplayReaderParts, 'screen' | 'mirrorOf'>): Past {
  const reader = createReplayReader(parts);
  return (order, children) => (
    <InPast order={order} reader={reader}>
      {children}
    </InPast>
  );
}

type Props = { order: ReplayOrder; reader: ReplayReader; children: ReactNode };

function InPast({ order, reader, children }: Props): ReactElement | null {
  const live = useStores();
  const [stores, setStores] = useState<ReplayStores | null>(null);
  /** Who is in the room, and what the rights are, may change in the middle of a replay: then nothing of it stays (AUD1). */
  const view = useStore(live.link, (state) => state.view?.key);
  const isLive = useStore(live.link, ({ link }) => link.kind === 'live');
  // Orders come anew with every entry that says the same.
  const key = JSON.stringify(order);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first order begins it, later ones are followed below; another view begins it anew.
  useEffect(() => {
    const made = createReplayStores({
      order,
      reader,
      now: live.clock.now,
      schedule: (publish) => requestAnimationFrame(publish),
      live: live.link,
    });
    setStores(made);
    return () => {
      made.close();
      setStores(null);
    };
  }, [live, reader, view]);
  useEffect(() => {
    stores?.follow(JSON.parse(key) as ReplayOrder);
  }, [stores, key]);
  if (!stores) return null;
  return (
    <StoresContext value={stores}>
      {children}
      {isLive ? <PastLink /> : null}
    </StoresContext>
  );
}

/** The screen says itself that its own link is cut; here stands what else keeps the past from coming. */
function PastLink(): ReactElement | null {
  const cut = useCut();
  // That the past is still to come stands in its frame.
  return cut && cut.kind !== 'connecting' ? <LinkBanner cut={cut} /> : null;
}
