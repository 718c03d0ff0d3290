import type { ReactElement } from 'react';
import { createReplayReader } from '../connection/replay-reader.ts';
import type { ReplayPorts } from '../screens/replay/ports.ts';
import { Replay } from '../screens/replay/Replay.tsx';
import { createLiveStores } from './live-stores.ts';
import { createReplayStores } from './replay-stores.ts';
import { useTileWords } from './use-tile-words.ts';

const reader = createReplayReader({ screen: 'desk' });
const PORTS: ReplayPorts = {
  connect: () => createLiveStores({ screen: 'desk' }),
  open: (order, live) =>
    createReplayStores({ order, reader, now: live.clock.now, schedule: (publish) => requestAnimationFrame(publish), live: live.link }),
  reader,
};

/** `/desk/replay`: the past at a desk, with a connection for the server's clock and whether the session lasts. */
export function LiveReplay(): ReactElement {
  useTileWords();
  return <Replay ports={PORTS} />;
}
