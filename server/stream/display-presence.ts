import type { GlassReport } from '../../shared/contract/socket.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { GlassRow } from '../domain/glass/ports.ts';

/**
 * What this node knows of the displays that are connected to it: their newest word each, for all nodes to read. Only what a display says
 * counts as its life: nothing that is sent to it, nothing that it hands in when it is told to (TRUTH2).
 */
export type DisplayPresence = {
  came(display: string, socket: string, at: EpochMs): void;
  alive(display: string, socket: string, at: EpochMs): void;
  reported(display: string, socket: string, report: GlassReport, at: EpochMs): void;
  /** `saidGoodbye`: it closed the connection itself, and on purpose. */
  left(display: string, socket: string, at: EpochMs, saidGoodbye: boolean): void;
  /** Who is connected, and who left since they were last asked for. */
  rows(at: EpochMs): GlassRow[];
};

/** Reports whose quickest is taken: the way here differs, the clock's fault does not. */
const LAGS = 8;
const LAGS_MIN = 3;

type Present = Omit<GlassRow, 'writtenAt' | 'node' | 'lagMs'> & { socket: string; lags: number[] };

export function createDisplayPresence({ node }: { node: string }): DisplayPresence {
  const present = new Map<string, Present>();
  const enter = (display: string, socket: string, at: EpochMs): Present => {
    const blank = { connected: true, connectedAt: at, aliveAt: at, leftAt: null, heardAt: null, framesAt: null, report: null, lags: [] };
    const entered: Present = { display, socket, ...blank };
    present.set(display, entered);
    return entered;
  };
  /** Of several windows of one display the newest speaks for it, and when that is gone another that is still there. */
  const speaking = (display: string, socket: string, at: EpochMs): Present | null => {
    const found = present.get(display);
    if (found?.socket === socket) return found;
    return found?.connected ? null : enter(display, socket, at);
  };

  return {
    came: (display, socket, at) => void enter(display, socket, at),
    alive(display, socket, at) {
      const found = speaking(display, socket, at);
      if (found) found.aliveAt = at;
    },
    reported(display, socket, { samples: _, ...report }, at) {
      const found = speaking(display, socket, at);
      if (!found) return;
      if (found.report?.frames !== report.frames) found.framesAt = at;
      found.aliveAt = at;
      found.heardAt = at;
      found.report = report;
      found.lags = [...found.lags.slice(1 - LAGS), at - report.paintedAt];
    },
    left(display, socket, at, saidGoodbye) {
      const found = present.get(display);
      if (found?.socket !== socket) return;
      found.connected = false;
      found.leftAt = saidGoodbye ? at : null;
    },
    rows(at) {
      const rows = [...present.values()].map(({ socket: _, lags, ...row }): GlassRow => {
        const quickest = lags.reduce((best, lag) => (Math.abs(lag) < Math.abs(best) ? lag : best), Number.POSITIVE_INFINITY);
        return { ...row, node, writtenAt: at, lagMs: lags.length < LAGS_MIN ? null : Math.round(quickest) };
      });
      for (const { display, connected } of rows) if (!connected) present.delete(display);
      return rows;
    },
  };
}
