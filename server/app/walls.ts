import type { EpochMs } from '../../shared/model/ids.ts';
import type { World } from '../../shared/rules/fold.ts';
import type { Intake } from '../domain/intake/ports.ts';
import { createPublishing, type Publishing } from '../domain/walls/publishing.ts';
import { createWallDesk, type WallDesk } from '../domain/walls/wall-desk.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { NodeStore } from './node-store.ts';
import { createWallWatch, type WallWatch } from './wall-watch.ts';

type Parts = {
  store: Pick<NodeStore, 'walls' | 'audit'>;
  intake: Pick<Intake, 'take'>;
  world: () => World;
  clock: () => EpochMs;
  log: Logger;
};

export type Walls = { desk: WallDesk; publishing: Publishing; watch: WallWatch };

/** What takes the orders to walls and what publishes scenes, over this node's store and log. */
export function createWalls({ store, log, ...parts }: Parts): Walls {
  const shared = { ...store.walls, audit: store.audit, ...parts };
  const desk = createWallDesk(shared);
  return { desk, publishing: createPublishing(shared), watch: createWallWatch({ ...store.walls, ...parts, desk, log }) };
}
