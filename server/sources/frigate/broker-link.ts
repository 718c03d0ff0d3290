import { randomBytes } from 'node:crypto';
import { connect, type MqttClient } from 'mqtt';

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

/** What MQTT 3.1.1 answers for a topic that may not be read. */
const SUBSCRIPTION_REFUSED = 128;

export function createBrokerLink(parts: BrokerLinkParts): BrokerLink {
  let client: MqttClient | null = null;
  let lastTrouble = '';

  const subscribe = async (link: MqttClient): Promise<void> => {
    try {
      const granted = await link.subscribeAsync(parts.topics);
      const refused = granted.filter((one) => one.qos === SUBSCRIPTION_REFUSED).map((one) => one.topic);
      if (refused.length > 0) parts.onRefused(`not allowed to read ${refused.join(', ')}`);
    } catch (error) {
      // A link that broke meanwhile says so itself, and subscribes again when it is back.
      if (link.connected) parts.onRefused(error instanceof Error ? error.message : 'subscription failed');
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
