import { connectAsync, type MqttClient } from 'mqtt';
import { bytes, event } from '../support/frigate-messages.ts';

/** A Frigate at work: events that begin, grow and end, status and figures of its cameras, as it publishes them (QoS 0). */
export type FrigatePublisher = {
  /** Retained, as Frigate's own birth message is. */
  online(): Promise<void>;
  /** `detect` of each camera, and the figures that are its pulse. */
  status(cameras: readonly string[]): Promise<void>;
  /** One whole life of an event; answers its id. */
  life(camera: string): Promise<string>;
  say(topic: string, message: unknown): Promise<void>;
  close(): Promise<void>;
};

export async function openFrigate(url: string, name = 'k3x9qa'): Promise<FrigatePublisher> {
  // It is told when the broker dies and does not come back by itself: a test decides when Frigate does.
  const client: MqttClient = await connectAsync(url, {
    clientId: `frigate-${name}-${process.pid}`,
    reconnectPeriod: 0,
    // Said to a dead broker is said to nobody, at once.
    queueQoSZero: false,
    connectTimeout: 5_000,
  });
  client.on('error', () => {});
  let lives = 0;
  const say = async (topic: string, message: unknown): Promise<void> => {
    await client.publishAsync(`frigate/${topic}`, Buffer.from(bytes(message)));
  };
  return {
    say,
    online: async () => void (await client.publishAsync('frigate/available', 'online', { retain: true })),
    async status(cameras) {
      for (const camera of cameras) await say(`${camera}/status/detect`, 'online');
      const figures = { camera_fps: 15, process_fps: 15, expected_fps: 15, connection_quality: 'excellent' };
      const now = Math.floor(Date.now() / 1000);
      await say('stats', {
        cameras: Object.fromEntries(cameras.map((camera) => [camera, figures])),
        service: { uptime: 8123, version: '0.18.0-f0d69f7', last_updated: now },
      });
    },
    async life(camera) {
      const start = Date.now() / 1000;
      const id = `${start.toFixed(6)}-${name}${lives++}`;
      const common = { id, camera, start_time: start, frame_time: start };
      await say('events', event('new', common));
      await say(
        'events',
        event('update', {
          ...common,
          frame_time: start + 0.2,
          top_score: 0.91,
          current_zones: ['vach_dung'],
          entered_zones: ['vach_dung'],
        }),
      );
      await say(
        'events',
        event('end', { ...common, frame_time: start + 0.4, end_time: start + 0.4, top_score: 0.91, entered_zones: ['vach_dung'] }),
      );
      return id;
    },
    close: () => client.endAsync(true),
  };
}
