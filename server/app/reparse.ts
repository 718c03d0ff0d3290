import type { World } from '../../shared/rules/fold.ts';
import { reparseAdmin } from '../http/admin/registrations.ts';
import { reparseIngest } from '../http/ingest/reparse.ts';
import type { Reparse } from '../pipeline/replay.ts';
import { reparseFrigate } from '../sources/frigate/parse.ts';
import { cameraAt, FRIGATE_INSTANCE } from './feeds.ts';

/** Reads a quarantined body again by the edge that took it in; null when no edge knows the channel. */
export const reparse =
  (world: () => World): Reparse =>
  (channel, body, source, receivedAt) =>
    reparseIngest({ cameraAt: cameraAt(world) }, channel, body, source) ??
    reparseAdmin(channel, body, receivedAt) ??
    reparseFrigate({ instance: FRIGATE_INSTANCE, cameraAt: cameraAt(world) }, channel, body, receivedAt);
