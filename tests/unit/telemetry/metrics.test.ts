import { expect, test } from 'vitest';
import { createMetrics } from '../../../server/telemetry/metrics.ts';

test('METRIC1: figures of every kind are shown, each registry its own', async () => {
  const metrics = createMetrics({ ofProcess: false });
  metrics.counter('received_total', 'Facts received', ['source']).inc({ source: 'frigate' }, 3);
  metrics.gauge('links', 'Open links').set(4);
  let newest = 41;
  metrics.observe('log_seq', 'Newest entry of the log', () => newest);
  metrics.histogram('commit_seconds', 'Time to commit', { buckets: [0.1, 1] }).observe(0.5);
  newest += 1;

  const text = await metrics.text();
  expect(text).toContain('ioc_received_total{source="frigate"} 3');
  expect(text).toContain('ioc_links 4');
  expect(text).toContain('ioc_log_seq 42');
  expect(text).toContain('ioc_commit_seconds_bucket{le="0.1"} 0');
  expect(text).toContain('ioc_commit_seconds_bucket{le="1"} 1');
  expect(metrics.contentType).toMatch(/^text\/plain/);

  const other = createMetrics({ ofProcess: false });
  expect(await other.text()).toBe('\n');
  expect(() => metrics.gauge('links', 'Taken')).toThrow(/already been registered/);
});

test('METRIC2: the process is measured unless told otherwise', async () => {
  const metrics = createMetrics();
  expect(await metrics.text()).toMatch(/ioc_process_resident_memory_bytes \d+/);
  metrics.close();
  expect(await metrics.text()).not.toContain('ioc_');
});
