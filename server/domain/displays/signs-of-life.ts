import type { EpochMs } from '../../../shared/model/ids.ts';

/** So often at most a display's last sign of life is written down. */
const EVERY_MS = 10_000;

/**
 * Displays speak every second; once in ten is enough on disk. `write` is a duty beside the picture: what it fails at is
 * told and tried again with the next sign.
 */
export function createSignsOfLife(parts: {
  write: (displayId: string, at: EpochMs) => Promise<void>;
  onFailure: (error: unknown) => void;
}): (displayId: string, at: EpochMs) => void {
  const written = new Map<string, EpochMs>();
  return (displayId, at) => {
    const last = written.get(displayId);
    if (last !== undefined && at - last < EVERY_MS) return;
    written.set(displayId, at);
    parts.write(displayId, at).catch((error: unknown) => {
      written.delete(displayId);
      parts.onFailure(error);
    });
  };
}
