import type { Entry } from '../../shared/contract/entry.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { World } from '../../shared/rules/fold.ts';
import { createGlassDesk, type GlassDesk } from '../domain/glass/glass-desk.ts';
import type { Intake } from '../domain/intake/ports.ts';
import type { DisplayPresence } from '../stream/display-presence.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { NodeStore } from './node-store.ts';

const EVERY_MS = 1000;
const EXPOSE_EVERY_MS = 60_000;

export type GlassWatch = {
  desk: GlassDesk;
  /** Every entry that reaches this node. */
  heard(entries: readonly Entry[], committedAt: EpochMs): void;
  /** What one node of several does: says in the log what became of displays, and counts what stood where. */
  sole: { start(): void; stop(): Promise<void> };
  close(): Promise<void>;
};

type Parts = {
  store: Pick<NodeStore, 'glass'>;
  presence: DisplayPresence;
  world: () => World;
  intake: Intake;
  clock: () => EpochMs;
  log: Logger;
};

/** The seconds and minutes of the glass: every node writes what it hears of its displays, one of them tells what that means. */
export function createGlassWatch({ store, presence, world, intake, clock, log }: Parts): GlassWatch {
  const desk = createGlassDesk({
    ...store.glass,
    rows: (at) => presence.rows(at as EpochMs),
    world,
    intake,
    clock,
  });
  const writing = repeat(desk.write, EVERY_MS, 'what displays painted could not be written');
  writing.start();
  const telling = repeat(desk.tell, EVERY_MS, 'the state of the displays could not be told');
  const exposing = repeat(desk.expose, EXPOSE_EVERY_MS, 'what stood on the displays could not be counted');

  return {
    desk,
    heard: desk.committed,
    sole: {
      start() {
        telling.start();
        exposing.start();
      },
      async stop() {
        await telling.stop();
        await exposing.stop();
      },
    },
    close: writing.stop,
  };

  /** One after the other; what goes wrong is said once, until it goes right again. */
  function repeat(work: () => Promise<void>, everyMs: number, complaint: string) {
    let timer: NodeJS.Timeout | undefined;
    let running: Promise<void> | null = null;
    let isFailing = false;
    const once = async (): Promise<void> => {
      try {
        await work();
        isFailing = false;
      } catch (error) {
        if (!isFailing) log.warn({ err: error }, complaint);
        isFailing = true;
      }
    };
    return {
      start() {
        timer = setInterval(() => {
          running ??= once().finally(() => {
            running = null;
          });
        }, everyMs);
      },
      async stop() {
        clearInterval(timer);
        await running;
      },
    };
  }
}
