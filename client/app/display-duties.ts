import type { WallGlass } from '../../shared/contract/glass.ts';
import { capturePage } from './capture.ts';
import { obeyCommands } from './display-commands.ts';
import type { LiveStores } from './live-stores.ts';

const HAND_IN_TRIES = 3;
const HAND_IN_AGAIN_MS = 1000;

type Place = { wall: WallGlass['wall']; position: string };

/** What a paired display does besides showing: it does what it is told, and says good-bye when its page goes. */
export function takeUpDuties({ world, clock, loadedAt, connection }: LiveStores, place: Place): () => void {
  const end = obeyCommands({
    world,
    place,
    loadedAt,
    now: clock.now,
    memory: sessionStorage,
    reload: () => location.reload(),
    capture: (id) => void handIn(id),
  });
  const left = (): void => connection.close();
  // A page that comes back out of the browser's memory has hung up: it begins anew.
  const back = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) location.reload();
  };
  addEventListener('pagehide', left);
  addEventListener('pageshow', back);
  return () => {
    end();
    removeEventListener('pagehide', left);
    removeEventListener('pageshow', back);
  };
}

/** A picture that cannot be made or handed in is missed by who asked for it; the wall goes on. */
async function handIn(id: string): Promise<void> {
  const body = await capturePage().catch(() => null);
  if (!body) return;
  for (let i = 0; i < HAND_IN_TRIES; i++) {
    const answer = await fetch(`/display/v1/captures/${encodeURIComponent(id)}`, {
      method: 'POST',
      headers: { 'content-type': 'image/jpeg' },
      body,
    }).catch(() => null);
    // Another node may not have heard of the question yet.
    if (answer?.ok || (answer && answer.status !== 404 && answer.status < 500)) return;
    await new Promise((again) => setTimeout(again, HAND_IN_AGAIN_MS));
  }
}
