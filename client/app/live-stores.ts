import { type EpochMs, epochMs } from '../../shared/model/ids.ts';
import { type Connection, type ConnectionParts, createConnection } from '../connection/connection.ts';
import { createServerClock } from '../connection/server-clock.ts';
import type { LinkState } from '../stores/link-store.ts';
import { createLinkStore } from '../stores/link-store.ts';
import type { Stores } from '../stores/stores-context.tsx';
import { createWorldStore } from '../stores/world-store.ts';
import { createGlassReporter, type GlassReporter } from './glass-reporter.ts';

export type LiveStores = Stores & {
  connection: Connection;
  glass: GlassReporter;
  /** When this page was loaded, by the server's clock; null: the server has not spoken yet. */
  loadedAt: () => EpochMs | null;
  close(): void;
};

/** Joins the connection to the stores: the one place where frames become state. */
export function createLiveStores(parts: Pick<ConnectionParts, 'screen' | 'mirrorOf' | 'url' | 'headers'>): LiveStores {
  const serverClock = createServerClock(Date.now);
  const world = createWorldStore({ schedule: (publish) => requestAnimationFrame(publish) });
  const link = createLinkStore();

  // Frames come twenty times a second; who looks at the link is told once a paint.
  let waiting: Partial<LinkState> | null = null;
  const tell = (change: Partial<LinkState>): void => {
    if (waiting) {
      Object.assign(waiting, change);
      return;
    }
    waiting = change;
    requestAnimationFrame(() => {
      if (waiting) link.setState(waiting);
      waiting = null;
    });
  };

  let loadedAt: EpochMs | null = null;
  const connection = createConnection({
    ...parts,
    clock: serverClock,
    sink: {
      frame: (frame) => world.applyFrame(frame),
      snapshot(snapshot, reason) {
        world.replace(snapshot);
        if (reason === 'lagging') link.setState(({ skipped }) => ({ skipped: skipped + 1 }));
      },
      link: (state, cursor) => tell({ link: state, cursor }),
      welcome({ view, serverTime }) {
        // Counted back from the server's own word: this machine's clock may be wrong until it is measured.
        loadedAt ??= epochMs(Math.round(serverTime - performance.now()));
        tell({ view });
      },
      view: (view) => tell({ view }),
      status: (status) => tell({ status }),
      clockOffset: (clockOffsetMs) => tell({ clockOffsetMs }),
    },
  });
  const glass = createGlassReporter({ world, connection, now: serverClock.now, clockOffsetMs: serverClock.offsetMs });

  return {
    world,
    link,
    connection,
    glass,
    loadedAt: () => loadedAt,
    clock: { now: () => serverClock.now() as EpochMs, subscribe: everySecond(serverClock.now) },
    close() {
      glass.close();
      connection.close();
    },
  };
}

/** Fires on the server's full second, so that all displays of a wall turn over together. */
function everySecond(now: () => number) {
  return (listener: () => void): (() => void) => {
    let timer: ReturnType<typeof setTimeout>;
    const next = (): void => {
      timer = setTimeout(
        () => {
          listener();
          next();
        },
        1000 - (now() % 1000),
      );
    };
    next();
    return () => clearTimeout(timer);
  };
}
