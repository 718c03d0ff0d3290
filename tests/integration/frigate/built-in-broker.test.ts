import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect as connectTcp, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Broker, type BrokerParts, startBroker } from '../../../server/sources/broker/broker.ts';
import { until } from './recording-intake.ts';

const logged: { fields: Record<string, unknown>; message: string }[] = [];
const write = (fields: Record<string, unknown>, message: string) => logged.push({ fields, message });
const log = { info: write, warn: write, error: write };

let dataDir: string;
let broker: Broker;
let password: string;
const clients: MqttClient[] = [];

const launch = async (parts: Partial<BrokerParts> = {}): Promise<Broker> => {
  const started = await startBroker({ port: 0, dataDir, log, ...parts });
  if (!started.ok) throw new Error(started.error.message);
  return started.value;
};
const enter = async (options: IClientOptions, url = broker.url): Promise<MqttClient> => {
  const client = await connectAsync(url, { reconnectPeriod: 0, protocolVersion: 4, ...options }, false);
  client.on('error', () => {});
  clients.push(client);
  return client;
};
const frigate = (options: IClientOptions = {}) => enter({ username: 'frigate', password, ...options });
const reader = () => enter({}, broker.ownUrl);

beforeEach(async () => {
  logged.length = 0;
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-broker-'));
  broker = await launch();
  password = broker.firstPassword ?? '';
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.endAsync(true);
  await broker.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('BRK1 only who has the password comes in', () => {
  test.each([
    ['nobody', {}],
    ['a wrong password', { username: 'frigate', password: 'frigate' }],
    ['a name without password', { username: 'frigate' }],
    ['an empty password', { username: 'frigate', password: '' }],
    ['the server itself, guessed', { username: 'ioc', password: 'ioc' }],
    ['another name', { username: 'admin', password: 'admin' }],
  ])('BRK1 %s is refused', async (_, options) => {
    await expect(enter(options)).rejects.toThrow(/Bad username or password/);
  });

  test('BRK1 the right password under another name is refused', async () => {
    await expect(enter({ username: 'admin', password })).rejects.toThrow(/Bad username or password/);
  });

  test('BRK1 Frigate and the server come in', async () => {
    expect((await frigate()).connected).toBe(true);
    expect((await reader()).connected).toBe(true);
  });
});

describe('BRK2 only what is below frigate/ is written and read', () => {
  test('BRK2 other topics may not be subscribed to', async () => {
    const client = await frigate();
    const topics = ['#', '+/events', '$SYS/#', 'frigate', 'frigateX/a', 'frigate/events'];
    await expect(client.subscribeAsync(topics)).rejects.toMatchObject({ packet: { granted: [128, 128, 128, 128, 128, 0] } });
  });

  test('BRK2 who publishes elsewhere is cut off, and nobody else is', async () => {
    const listener = await reader();
    const got: string[] = [];
    listener.on('message', (topic) => got.push(topic));
    await listener.subscribeAsync('frigate/#');
    const bad = await frigate();
    const closed = new Promise<void>((resolve) => bad.once('close', resolve));
    bad.publish('ioc/secret', 'x');
    await closed;
    await (await frigate()).publishAsync('frigate/events', 'y');
    await until(() => got.length > 0);
    expect(got).toEqual(['frigate/events']);
  });

  test('BRK2 a will for elsewhere harms nobody', async () => {
    const listener = await reader();
    const got: string[] = [];
    listener.on('message', (topic) => got.push(topic));
    await listener.subscribeAsync('frigate/#');
    const bad = await frigate({ will: { topic: '$SYS/x', payload: Buffer.from('x'), qos: 0, retain: true } });
    bad.stream.destroy();
    await until(() => logged.some((line) => line.fields.topic === '$SYS/x'));
    await (await frigate()).publishAsync('frigate/events', 'y');
    await until(() => got.length > 0);
  });

  test('BRK2 availability is told to who comes later; pictures are not kept', async () => {
    const client = await frigate();
    await client.publishAsync('frigate/lc-1/car/snapshot', Buffer.alloc(2_000), { retain: true });
    await client.publishAsync('frigate/available', 'online', { retain: true, qos: 1 });
    const listener = await reader();
    const got: string[] = [];
    listener.on('message', (topic) => got.push(topic));
    await listener.subscribeAsync('frigate/#');
    await client.publishAsync('frigate/end', 'x');
    await until(() => got.includes('frigate/end'));
    expect(got).toEqual(['frigate/available', 'frigate/end']);
  });
});

describe('BRK3 the password is made once, told once, kept as a hash', () => {
  test("BRK3 the file is the owner's alone and holds no password", async () => {
    const path = join(dataDir, 'mqtt-password.json');
    expect(password.length).toBeGreaterThanOrEqual(22);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).not.toContain(password);
    expect(JSON.stringify(logged)).not.toContain(password);
    expect(broker.url).not.toContain('@');
  });

  test("BRK3 after a restart it is the same and not told again; the server's own is new", async () => {
    const old = broker.ownUrl;
    await broker.close();
    broker = await launch();
    expect(broker.firstPassword).toBeNull();
    expect((await frigate()).connected).toBe(true);
    const stale = new URL(old);
    stale.port = new URL(broker.url).port;
    await expect(enter({}, stale.href)).rejects.toThrow(/Bad username or password/);
  });

  test('BRK3 a damaged file is said, not replaced', async () => {
    writeFileSync(join(dataDir, 'mqtt-password.json'), '{"scheme":"plain"}');
    expect(await startBroker({ port: 0, dataDir, log })).toMatchObject({ ok: false, error: { code: 'data-folder' } });
  });
});

test('BRK4 a port that is taken is an answer, not a crash', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => squatter.once('listening', resolve));
  const address = squatter.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  expect(await startBroker({ port, dataDir, log })).toMatchObject({
    ok: false,
    error: { code: 'port-busy', message: expect.stringContaining(`${port}`) },
  });
  await new Promise((resolve) => squatter.close(resolve));
});

describe('BRK5 one client cannot take the machine', () => {
  test('BRK5 a packet over the limit cuts its connection before it is read', async () => {
    await broker.close();
    broker = await launch({ maxPacketBytes: 100_000 });
    const listener = await reader();
    const got: number[] = [];
    listener.on('message', (_, payload) => got.push(payload.length));
    await listener.subscribeAsync('frigate/#');
    const client = await frigate();
    await client.publishAsync('frigate/events', Buffer.alloc(99_000));
    await until(() => got.length === 1);
    const closed = new Promise<void>((resolve) => client.once('close', resolve));
    client.publish('frigate/events', Buffer.alloc(200_000));
    await closed;
    await (await frigate()).publishAsync('frigate/events', 'small');
    await until(() => got.length === 2);
    expect(got).toEqual([99_000, 5]);
  });

  test('BRK5 a header that claims 256 MB is cut off at once', async () => {
    const socket = connectTcp(Number(new URL(broker.url).port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    socket.write(Uint8Array.of(0x10, 0xff, 0xff, 0xff, 0x7f));
    await closed;
  });

  test('BRK5 bytes that are no MQTT harm nobody', async () => {
    const socket = connectTcp(Number(new URL(broker.url).port), '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await closed;
    expect((await frigate()).connected).toBe(true);
  });

  test('BRK5 more clients than the limit are turned away', async () => {
    await broker.close();
    broker = await launch({ maxClients: 2 });
    await frigate();
    await reader();
    const third: Socket = connectTcp(Number(new URL(broker.url).port), '127.0.0.1');
    third.on('error', () => {});
    await new Promise((resolve) => third.once('close', resolve));
    expect(logged.some((line) => line.message.includes('too many'))).toBe(true);
  });
});
