import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import { fail, ok, type Result } from '../../../shared/model/result.ts';
import { openPassword, type Password } from './credentials.ts';
import { createPacketMeter } from './packet-meter.ts';

/**
 * The broker that the centre brings along, for a Frigate that has none to publish to. It serves that one purpose: one user,
 * one branch of topics, no anonymous reader, no history.
 */

type Write = (fields: Record<string, unknown>, message: string) => void;

export type BrokerParts = {
  /** 0: any free one. */
  port?: number;
  host?: string;
  dataDir: string;
  log: { info: Write; warn: Write; error: Write };
  /** Larger packets cut the connection. Frigate's own pictures pass; the source refuses what is too large for an entry. */
  maxPacketBytes?: number;
  maxClients?: number;
};

export type Broker = {
  /** For people: without a credential. */
  url: string;
  username: typeof USERNAME;
  /** Non-null when this start made it: it is nowhere else, so print it now. */
  firstPassword: string | null;
  /** For this server's own client: with a credential of this run. Never printed, never logged. */
  ownUrl: string;
  close(): Promise<void>;
};

export type BrokerFailure = { code: 'port-busy' | 'not-allowed' | 'no-such-address' | 'data-folder'; message: string };

const USERNAME = 'frigate';
const OWN_USERNAME = 'ioc';
const BRANCH = 'frigate/';
/** What a late subscriber must be told; the rest of what Frigate retains is mostly pictures, and nobody here asks for them. */
const RETAINED = /^frigate\/(?:available|[^/]+\/state)$/;
const RETAINED_MAX_BYTES = 256;

/**
 * Starts the broker on TCP.
 * @returns the broker, or why it cannot be: the port is taken, or may not be opened, or the data folder cannot be used.
 */
export async function startBroker(parts: BrokerParts): Promise<Result<Broker, BrokerFailure>> {
  const { log } = parts;
  const host = parts.host ?? '127.0.0.1';
  const maxPacketBytes = parts.maxPacketBytes ?? 1024 * 1024;
  let password: Password;
  try {
    password = await openPassword(parts.dataDir);
  } catch (error) {
    return fail({ code: 'data-folder', message: error instanceof Error ? error.message : 'the data folder cannot be used' });
  }
  const ownPassword = randomBytes(24).toString('base64url');

  const aedes = await Aedes.createBroker({
    connectTimeout: 10_000,
    keepaliveLimit: 0,
    maxTopicLevels: 10,
    // No session outlives its connection: what queues for an absent reader would fill this server's memory.
    preConnect: (_client, packet, done) => {
      packet.clean = true;
      done(null, true);
    },
    authenticate: (client, username, given, done) => {
      identify(username, given, password, ownPassword).then(
        (known) => {
          if (!known) log.warn({ client: client.id, username: username?.slice(0, 80) ?? null }, 'MQTT client refused: name or password');
          if (known) done(null, true);
          else done(refusal(), false);
        },
        (error: unknown) => {
          log.error({ err: error }, 'an MQTT password could not be checked');
          done(refusal(), false);
        },
      );
    },
    authorizePublish: (client, packet, done) => {
      if (!packet.topic.startsWith(BRANCH)) {
        log.warn(
          { client: client?.id ?? null, topic: packet.topic.slice(0, 200) },
          'MQTT client cut off: it may publish below frigate/ only',
        );
        return done(new Error('publishing is allowed below frigate/ only'));
      }
      if (packet.retain && (!RETAINED.test(packet.topic) || packet.payload.length > RETAINED_MAX_BYTES)) packet.retain = false;
      done(null);
    },
    // A null subscription is answered with "refused" (128) and nothing else.
    authorizeSubscribe: (_client, subscription, done) => done(null, subscription.topic.startsWith(BRANCH) ? subscription : null),
  });
  // Its own types leave this event out; unheard, it would end the process.
  const emitter: EventEmitter = aedes;
  emitter.on('error', (error: Error) => log.error({ err: error }, 'the built-in MQTT broker failed'));
  aedes.on('clientError', (client: Client, error: Error) =>
    log.info({ client: client.id, detail: error.message }, 'MQTT client left in disorder'),
  );
  aedes.on('connectionError', (_client: Client, error: Error) => log.info({ detail: error.message }, 'an MQTT connection failed'));

  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.setNoDelay(true);
    aedes.handle(socket);
    const meter = createPacketMeter(maxPacketBytes);
    // Aedes reads in paused mode; "data" is then told of each read, before Aedes gets it.
    socket.on('data', (chunk: Buffer) => {
      if (meter(chunk) === 'fits') return;
      log.warn({ limit: maxPacketBytes }, 'MQTT client cut off: a packet larger than the limit');
      socket.destroy();
    });
  });
  server.maxConnections = parts.maxClients ?? 64;
  server.on('drop', () => log.warn({ limit: server.maxConnections }, 'MQTT connection refused: too many'));

  const listening = await listen(server, parts.port ?? 1883, host);
  if (!listening.ok) {
    await new Promise<void>((resolve) => aedes.close(resolve));
    return listening;
  }
  server.on('error', (error) => log.error({ err: error }, 'the built-in MQTT broker failed'));
  const at = `${host.includes(':') ? `[${host}]` : host}:${listening.value}`;
  log.info({ at }, 'the built-in MQTT broker listens');
  return ok({
    url: `mqtt://${at}`,
    username: USERNAME,
    firstPassword: password.first,
    ownUrl: `mqtt://${OWN_USERNAME}:${ownPassword}@${at}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => aedes.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  });
}

async function identify(
  username: string | undefined,
  given: Buffer | undefined,
  password: Password,
  ownPassword: string,
): Promise<boolean> {
  if (!given) return false;
  if (username === OWN_USERNAME) {
    const own = Buffer.from(ownPassword);
    return given.length === own.length && timingSafeEqual(given, own);
  }
  // Also for a name that is none: the answer takes as long.
  const matches = await password.matches(given);
  return matches && username === USERNAME;
}

/** MQTT 3.1.1's "bad user name or password". */
const refusal = (): AuthenticateError => Object.assign(new Error('bad user name or password'), { returnCode: 4 });

function listen(server: Server, port: number, host: string): Promise<Result<number, BrokerFailure>> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        resolve(
          fail({ code: 'port-busy', message: `port ${port} on ${host} is taken: another broker? Set MQTT_URL to use it, or MQTT_PORT` }),
        );
      } else if (error.code === 'EACCES') {
        resolve(fail({ code: 'not-allowed', message: `port ${port} on ${host} may not be opened by this user` }));
      } else if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
        resolve(fail({ code: 'no-such-address', message: `this machine has no address ${host}` }));
      } else reject(error);
    });
    server.listen({ port, host }, () => {
      server.removeAllListeners('error');
      const address = server.address();
      resolve(ok(address !== null && typeof address === 'object' ? address.port : port));
    });
  });
}
