import type { EpochMs } from '../../shared/model/ids.ts';
import type { World } from '../../shared/rules/fold.ts';
import type { Intake } from '../domain/intake/ports.ts';
import { createPublishing, type Publishing } from '../domain/walls/publishing.ts';
import { createWallDesk, type WallDesk } from '../domain/walls/wall-desk.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { NodeStore } from './node-store.ts';
import { createWallWatch, type WallWatch } from './wall-watch.ts';

type Parts = {
  store: Pick<NodeStore, 'walls' | 'audit' | 'glass'>;
  intake: Pick<Intake, 'take'>;
  world: () => World;
  clock: () => EpochMs;
  log: Logger;
};

const HEARD_MS = 10_000;

export type Walls = { desk: WallDesk; publishing: Publishing; watch: WallWatch };

/** What takes the orders to walls and what publishes scenes, over this node's store and log. */
export function createWalls({ store, log, ...parts }: Parts): Walls {
  /** A display that was not heard for so long is not waited for. */
  const preparations = async (wall: string): Promise<number[]> => {
    const seats = (await store.glass.table.ofWall(wall)) ?? [];
    return seats.flatMap(({ glass }) =>
      glass?.connected && parts.clock() - glass.writtenAt < HEARD_MS ? (glass.report?.preparedMs ?? []) : [],
    );
  };
  const shared = { ...store.walls, audit: store.audit, preparations, ...parts };
  const desk = createWallDesk(shared);
  return { desk, publishing: createPublishing(shared), watch: createWallWatch({ ...store.walls, ...parts, desk, log }) };
}
