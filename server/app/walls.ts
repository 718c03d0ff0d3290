import type { EpochMs } from '../../shared/model/ids.ts';
import type { World } from '../../shared/rules/fold.ts';
import type { Intake } from '../domain/intake/ports.ts';
import { createPublishing, type Publishing } from '../domain/walls/publishing.ts';
import { createWallDesk, type WallDesk } from '../domain/walls/wall-desk.ts';
import type { NodeStore } from './node-store.ts';

type Parts = { store: Pick<NodeStore, 'walls' | 'audit'>; intake: Pick<Intake, 'take'>; world: () => World; clock: () => EpochMs };

export type Walls = { desk: WallDesk; publishing: Publishing };

/** What takes the orders to walls and what publishes scenes, over this node's store and log. */
export function createWalls({ store, ...parts }: Parts): Walls {
  const shared = { ...store.walls, audit: store.audit, ...parts };
  return { desk: createWallDesk(shared), publishing: createPublishing(shared) };
}
