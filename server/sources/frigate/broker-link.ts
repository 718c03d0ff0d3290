import { randomBytes } from 'node:crypto';
import { connect, type MqttClient } from 'mqtt';
import { z } from 'zod';

/** One lasting connection to a broker: it comes back by itself, subscribes anew each time, and tells when it is up and down. */
export type BrokerLink = { open(): void; close(): Promise<void> };

export type BrokerLinkParts = {
  /** `mqtt://user:password@host:port`; its credential is told to nobody. */
  url: string;
  topics: string[];
  reconnectMs: number;
  onUp: () => void;
  /** At each failed try, too. */
  onDown: () => void;
  /** Connected, but not allowed to read what it must. */
  onRefused: (detail: string) => void;
  /** Why a connection fails; the same cause is told once. */
  onTrouble: (detail: string) => void;
  onMessage: (topic: string, payload: Uint8Array) => void;
};

/** The client throws when the broker lets it read only some of the topics; the broker's answer names which (MQTT 3.1.1, clause 3.9.3). */
const RefusedSubscription = z.object({ packet: z.object({ granted: z.array(z.unknown()) }) });
const REFUSED = 128;

export function createBrokerLink(parts: BrokerLinkParts): BrokerLink {
  let client: MqttClient | null = null;
  let lastTrouble = '';

  const subscribe = async (link: MqttClient): Promise<void> => {
    try {
      await link.subscribeAsync(parts.topics);
    } catch (error) {
      // A link that broke meanwhile says so itself, and subscribes again when it is back.
      if (!link.connected) return;
      const answer = RefusedSubscription.safeParse(error);
      const refused = answer.success ? parts.topics.filter((_, i) => answer.data.packet.granted[i] === REFUSED) : parts.topics;
      parts.onRefused(`not allowed to read ${refused.join(', ')}`);
    }
  };

  return {
    open() {
      if (client) return;
      const link = connect(parts.url, {
        clientId: `ioc-${randomBytes(6).toString('hex')}`,
        protocolVersion: 4,
        clean: true,
        keepalive: 15,
        connectTimeout: 10_000,
        reconnectPeriod: parts.reconnectMs,
        // A refused password is tried on: it is mended at the broker, without a restart here.
        reconnectOnConnackError: true,
        resubscribe: false,
      });
      client = link;
      link.on('connect', () => {
        lastTrouble = '';
        parts.onUp();
        void subscribe(link);
      });
      link.on('close', () => {
        if (client === link) parts.onDown();
      });
      link.on('message', (topic, payload) => {
        if (client === link) parts.onMessage(topic, payload);
      });
      link.on('error', (error) => {
        if (error.message !== lastTrouble) parts.onTrouble(error.message);
        lastTrouble = error.message;
      });
    },
    async close() {
      const link = client;
      client = null;
      if (link) await link.endAsync(true);
    },
  };
}
