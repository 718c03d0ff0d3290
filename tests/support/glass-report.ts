import type { GlassReport } from '../../shared/contract/socket.ts';
import { epochMs } from '../../shared/model/ids.ts';

/** What a display says that painted one frame of a scene and nothing else. */
export const glassReport = (said: Partial<GlassReport> = {}): GlassReport => ({
  scene: 'standby',
  sceneRevision: 0,
  direction: 0,
  switchedAt: null,
  preparedMs: null,
  replaying: null,
  frames: 1,
  paintedAt: epochMs(1),
  window: { width: 1920, height: 1080, ratio: 1 },
  clockOffsetMs: 0,
  broken: [],
  tiles: [],
  samples: [],
  ...said,
});
