import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, expect, test } from 'vitest';
import { createHealthRouter } from '../../../server/http/health/health-router.ts';
import { createMetrics } from '../../../server/telemetry/metrics.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** The real router over HTTP; `from` stands for the other end of the connection, which in a test can only be this machine. */
async function ask(from: string | null, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const metrics = createMetrics();
  metrics.observe('log_head', 'Newest number', () => 42);
  const app = express();
  app.use((request, _, next) => {
    if (from !== null) Object.defineProperty(request.socket, 'remoteAddress', { value: from });
    next();
  });
  app.use(createHealthRouter({ problems: () => [], metrics: { contentType: metrics.contentType, text: metrics.text } }));
  const server = app.listen(0, '127.0.0.1');
  closing.push(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`, {
    headers: { connection: 'close', ...headers },
  });
  return { status: response.status, text: await response.text() };
}

test.each([null, '127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])(
  'METRIC3 figures are for this machine: %s gets them',
  async (from) => {
    const answer = await ask(from);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('ioc_log_head 42');
  },
);

test.each([
  ['10.0.0.7', {}],
  ['::ffff:10.0.0.7', {}],
  ['2001:db8::127.0.0.1', {}],
  ['12.7.0.1', {}],
  ['10.0.0.7', { 'x-forwarded-for': '127.0.0.1' }],
  // A proxy of this machine, that passes a stranger's question on.
  ['127.0.0.1', { 'x-forwarded-for': '10.0.0.7' }],
  ['127.0.0.1', { forwarded: 'for=127.0.0.1' }],
] as const)('METRIC3 %s with %j gets none of them', async (from, headers) => {
  const answer = await ask(from, headers);
  expect(answer.status).toBe(403);
  expect(answer.text).not.toContain('ioc_');
});
