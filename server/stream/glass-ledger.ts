import type { Entry } from '../../shared/contract/entry.ts';
import type { GlassReport, Leg, NodeStatus } from '../../shared/contract/socket.ts';
import type { EpochMs, Seq } from '../../shared/model/ids.ts';

/** When each recent entry passed each station, and what the displays say of when it was painted (GLASS1). */
export type GlassLedger = {
  committed(entry: Entry, at: EpochMs): void;
  sent(entries: readonly Entry[], at: EpochMs): void;
  report(display: string, report: GlassReport, now: EpochMs): void;
  forget(display: string): void;
  /** Percentiles over the last minute. */
  summary(now: EpochMs): Pick<NodeStatus, 'glass' | 'displays'>;
};

const STATIONS = 5; // seq, occurredAt, receivedAt, committedAt, sentAt
const ENTRIES_MAX = 65_536;
const SAMPLES_MAX = 20_000;
const WINDOW_MS = 60_000;
/** A display that has painted nothing for this long while others do is late. */
const LATE_MS = 5_000;

type Sample = { at: number; legs: [toReceived: number, toCommitted: number, toSent: number, toPainted: number, total: number] };

export function createGlassLedger(): GlassLedger {
  const stations = new Float64Array(ENTRIES_MAX * STATIONS);
  const samples: Sample[] = [];
  const displays = new Map<string, { heardAt: number; paintedAt: number; frames: number; newest: number }>();

  const slot = (seq: Seq | number): number => (seq % ENTRIES_MAX) * STATIONS;

  return {
    committed(entry, at) {
      const i = slot(entry.seq);
      stations[i] = entry.seq;
      stations[i + 1] = entry.occurredAt;
      stations[i + 2] = entry.receivedAt;
      stations[i + 3] = at;
      stations[i + 4] = 0;
    },
    sent(entries, at) {
      for (const entry of entries) {
        const i = slot(entry.seq);
        if (stations[i] === entry.seq && stations[i + 4] === 0) stations[i + 4] = at;
      }
    },
    report(display, report, now) {
      displays.set(display, {
        heardAt: now,
        paintedAt: report.paintedAt,
        frames: report.frames,
        newest: report.tiles.reduce((newest, { seq }) => Math.max(newest, seq), 0),
      });
      for (const [seq, paintedAt] of report.samples) {
        const i = slot(seq);
        if (stations[i] !== seq) continue;
        const [, occurredAt, receivedAt, committedAt, sentAt] = stations.subarray(i, i + STATIONS) as unknown as [
          number,
          number,
          number,
          number,
          number,
        ];
        if (sentAt === 0) continue;
        samples.push({
          at: now,
          legs: [receivedAt - occurredAt, committedAt - receivedAt, sentAt - committedAt, paintedAt - sentAt, paintedAt - receivedAt],
        });
      }
      if (samples.length > SAMPLES_MAX) samples.splice(0, samples.length - SAMPLES_MAX);
    },
    forget: (display) => void displays.delete(display),
    summary(now) {
      const start = samples.findIndex(({ at }) => at > now - WINDOW_MS);
      samples.splice(0, start < 0 ? samples.length : start);
      const leg = (i: number): Leg => percentiles(samples.map(({ legs }) => legs[i] as number));
      return {
        glass: {
          toReceived: leg(0),
          toCommitted: leg(1),
          toSent: leg(2),
          toPainted: leg(3),
          total: leg(4),
          samples: samples.length,
        },
        displays: {
          connected: displays.size,
          late: [...displays.values()].filter(({ paintedAt }) => now - paintedAt > LATE_MS).length,
        },
      };
    },
  };
}

function percentiles(values: number[]): Leg {
  if (values.length === 0) return null;
  values.sort((a, b) => a - b);
  const at = (share: number): number => Math.round(values[Math.min(values.length - 1, Math.floor(share * values.length))] as number);
  return { p50: at(0.5), p95: at(0.95) };
}
