import type { Publisher } from './publisher.ts';

export type Load = {
  /** Newest number of the log that was acknowledged to the publisher. */
  acknowledged(): number;
  /** All numbers that were acknowledged. */
  seqs(): readonly number[];
  /** Milliseconds from the post to its 2xx, one a request, since the last call. */
  takeLatencies(): number[];
  /** Events that the server turned away, or that were never posted because too many requests waited for an answer. */
  unsent(): number;
  /** Ends it; answers when every request has its answer. @throws the first failure. */
  stop(): Promise<void>;
};

const OPEN_MAX = 200;

/** Posts so many events a second, in requests of `batch`, whether or not the ones before are answered: an open load. */
export function startLoad(publisher: Publisher, rate: number, batch: number): Load {
  const startedAt = performance.now();
  const seqs: number[] = [];
  let latencies: number[] = [];
  let newest = 0;
  let sent = 0;
  let open = 0;
  let unsent = 0;
  let failure: unknown = null;
  let settled: (() => void) | null = null;
  let stopping = false;

  const send = async (): Promise<void> => {
    const first = sent;
    sent += batch;
    open++;
    const at = performance.now();
    try {
      const stored = await publisher.post(first, batch);
      if (stored === null) unsent += batch;
      for (const seq of stored ?? []) {
        seqs.push(seq);
        newest = Math.max(newest, seq);
      }
      latencies.push(performance.now() - at);
    } catch (error) {
      failure ??= error;
    } finally {
      open--;
      if (stopping && open === 0) settled?.();
    }
  };
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1000) * rate;
    while (sent + batch <= due && failure === null) {
      if (open < OPEN_MAX) void send();
      else {
        // Its numbers are left out, so that what follows stays what it would have been.
        sent += batch;
        unsent += batch;
      }
    }
  }, 5);

  return {
    acknowledged: () => newest,
    seqs: () => seqs,
    unsent: () => unsent,
    takeLatencies() {
      const taken = latencies;
      latencies = [];
      return taken;
    },
    async stop() {
      clearInterval(timer);
      stopping = true;
      if (open > 0) await new Promise<void>((done) => (settled = done));
      if (failure !== null) throw failure;
    },
  };
}
