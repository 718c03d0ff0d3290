import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Bounds for durations in seconds, from a tick of the stream to a link that is nearly given up. */
export const DURATION_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10];

export type MetricsParts = {
  /** Stands before every name: `ioc_`. */
  prefix?: string;
  /** Processor, memory, event loop and collector of this process. On unless a test counts exactly. */
  ofProcess?: boolean;
};

/** One registry of figures: each part of the server makes its own figures here, `GET /metrics` shows all of them. */
export type Metrics = {
  /** What only grows. Labels are named once and typed; never label by an id, a set of values must be small. */
  counter<Label extends string = never>(name: string, help: string, labels?: readonly Label[]): Counter<Label>;
  /** What goes up and down and is set by its owner. */
  gauge<Label extends string = never>(name: string, help: string, labels?: readonly Label[]): Gauge<Label>;
  /** What is read only when somebody asks. */
  observe(name: string, help: string, read: () => number): void;
  /** How a quantity spreads; unset, the bounds are durations in seconds. */
  histogram<Label extends string = never>(
    name: string,
    help: string,
    options?: { labels?: readonly Label[]; buckets?: readonly number[] },
  ): Histogram<Label>;
  contentType: string;
  /** Everything, in Prometheus' text format. */
  text(): Promise<string>;
  close(): void;
};

/**
 * @throws Error when a name is taken or no Prometheus name; a figure's name says its unit: `…_seconds`, `…_bytes`, `…_total`.
 */
export function createMetrics({ prefix = 'ioc_', ofProcess = true }: MetricsParts = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (ofProcess) collectDefaultMetrics({ register: registry, prefix });
  const named = (name: string): string => `${prefix}${name}`;

  return {
    counter: (name, help, labels = []) => new Counter({ name: named(name), help, labelNames: labels, registers }),
    gauge: (name, help, labels = []) => new Gauge({ name: named(name), help, labelNames: labels, registers }),
    observe(name, help, read) {
      new Gauge({
        name: named(name),
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
    histogram: (name, help, { labels = [], buckets = DURATION_BUCKETS_S } = {}) =>
      new Histogram({ name: named(name), help, labelNames: labels, buckets: [...buckets], registers }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
    close: () => registry.clear(),
  };
}
