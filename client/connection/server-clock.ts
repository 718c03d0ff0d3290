import { type EpochMs, epochMs } from '../../shared/model/ids.ts';

/** The server's clock as this machine knows it: the offset measured over the quickest of the last round trips. */
export type ServerClock = {
  now(): EpochMs;
  offsetMs(): number;
  /** One round trip: when it left and came back by the local clock, and what the server's clock said in between. */
  measured(sentAt: number, receivedAt: number, serverTime: EpochMs): void;
};

const SAMPLES = 8;

export function createServerClock(local: () => number): ServerClock {
  let samples: { rttMs: number; offsetMs: number }[] = [];
  let offset = 0;
  return {
    now: () => epochMs(Math.round(local() + offset)),
    offsetMs: () => offset,
    measured(sentAt, receivedAt, serverTime) {
      const rttMs = receivedAt - sentAt;
      samples = [...samples.slice(1 - SAMPLES), { rttMs, offsetMs: serverTime - (sentAt + rttMs / 2) }];
      offset = samples.reduce((best, sample) => (sample.rttMs < best.rttMs ? sample : best)).offsetMs;
    },
  };
}
