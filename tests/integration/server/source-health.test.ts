import { afterEach, expect, test } from 'vitest';
import { openWallDisplay } from '../../chaos/wall-display.ts';
import { claimWall, createPublisher, openAdministration } from '../../support/ingest-client.ts';
import { startServerProcess } from '../../support/server-process.ts';
import { until } from '../../support/stream-harness.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

test('SRC11 a source that stops speaking is silent on every display; its next message makes it online again', async () => {
  const server = await startServerProcess();
  const administration = await openAdministration(server);
  const issued = await administration.source('giao-thong', { expectedIntervalMs: 600, toleranceMs: 400 });
  await administration.cameras(['nga-tu-1']);
  const publisher = createPublisher(server, issued);
  const display = openWallDisplay({ port: server.port, cookie: await claimWall(server) });
  closing.push(display.close);
  const shown = () => display.world().slots['source.state'].get('giao-thong')?.data.state;

  await until('unknown before it spoke', () => shown() === 'unknown');
  const post = (id: string) =>
    publisher.post(
      'camera-events',
      [
        {
          id,
          eventId: id,
          cameraId: 'nga-tu-1',
          type: 'congestion',
          severity: 'low',
          phase: 'new',
          occurredAt: new Date().toISOString(),
          startedAt: new Date().toISOString(),
        },
      ],
      id,
    );
  expect(await post('mot')).toMatchObject({ kind: 'answered' });
  await until('online', () => shown() === 'online');
  await until('silent', () => shown() === 'silent');
  expect(await post('hai')).toMatchObject({ kind: 'answered' });
  await until('online again', () => shown() === 'online');
});
