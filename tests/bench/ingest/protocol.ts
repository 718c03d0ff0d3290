/** What the process with the pipeline can be asked. */
export type PipelineWorker = {
  open(parts: { url: string }): Promise<void>;
  /** An open load of single messages, as a broker brings them, for so long. */
  sustain(parts: { rate: number; ms: number }): Promise<Sustained>;
  /** As fast as it goes: always so many messages waiting for their commit. */
  flatOut(parts: { waiting: number; ms: number }): Promise<{ rows: number; ms: number; firstSeq: number; lastSeq: number }>;
};

/** Latencies are from the delivery to its receipt, which is given after the commit. */
export type Sustained = {
  sent: number;
  stored: number;
  turnedAway: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  /** From the first delivery to the last receipt. */
  tookMs: number;
  cpuShare: number;
};
