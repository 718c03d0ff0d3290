import { useState } from 'react';
import type { EpochMs } from '../../shared/model/ids.ts';
import { useStores } from '../stores/stores-context.tsx';
import { DirectedPicture, type WallPlace } from './DirectedPicture.tsx';
import type { SwitchLog } from './use-painted.ts';
import { useDirected } from './use-wall.ts';

/** What a wall shows at one of its displays, or the whole of it, out of the stores in context. */
export function WallPicture(place: WallPlace) {
  const directed = useDirected(place.wall);
  return <DirectedPicture {...place} directed={directed} log={useSwitchLog()} />;
}

/** Kept as long as the page lives, by the server's clock. */
export function useSwitchLog(): SwitchLog {
  const { clock } = useStores();
  const [log] = useState<SwitchLog>(() => ({ direction: null, at: null as EpochMs | null, now: clock.now, prepared: [] }));
  return log;
}
