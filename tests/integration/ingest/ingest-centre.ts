import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Webhook } from 'standardwebhooks';
import type { AccessChange, Act } from '../../../server/domain/access/ports.ts';
import type { Draft } from '../../../server/domain/intake/ports.ts';
import { requireAccess } from '../../../server/http/access/require-access.ts';
import { createAdminRouter } from '../../../server/http/admin/admin-router.ts';
import { reparseAdmin } from '../../../server/http/admin/registrations.ts';
import { createIngestRouter } from '../../../server/http/ingest/ingest-router.ts';
import { reparseIngest } from '../../../server/http/ingest/reparse.ts';
import { createPipeline, type Pipeline, type PipelineLimits } from '../../../server/pipeline/pipeline.ts';
import { createSourceCredentials } from '../../../server/store/credentials.ts';
import type { Database } from '../../../server/store/database.ts';
import { createDeliveryMemory } from '../../../server/store/delivery-memory.ts';
import { createLedger } from '../../../server/store/ledger.ts';
import { createLog, type PgLog } from '../../../server/store/log.ts';
import { createQuarantine } from '../../../server/store/quarantine.ts';
import type { IngestSurface } from '../../../shared/contract/ingest.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import { type EpochMs, epochMs } from '../../../shared/model/ids.ts';
import { ok } from '../../../shared/model/result.ts';
import { emptyWorld, fold, type World } from '../../../shared/rules/fold.ts';
import { prelude, SOURCE } from '../../unit/domain/standing-fixture.ts';

/** A centre with its doors for agencies and administrators on a free port, over the real store. */
export type Centre = {
  url: string;
  log: PgLog;
  pipeline: Pipeline;
  world: World;
  /** Milliseconds that the centre's clock runs ahead of this machine's. */
  clock: { aheadMs: number };
  failures: unknown[];
  /** Who asks, when a cookie comes. */
  role: { now: Principal['role'] };
  acts: Act[];
  announced: AccessChange[];
  audit: { failsWith: Error | null };
  credentials: ReturnType<typeof createSourceCredentials>;
  ledger: ReturnType<typeof createLedger>;
  quarantine: ReturnType<typeof createQuarantine>;
  close(): Promise<void>;
};

export async function openCentre(database: Database, parts: { limits?: Partial<PipelineLimits>; empty?: boolean } = {}): Promise<Centre> {
  const clock = { aheadMs: 0 };
  const now = (): EpochMs => epochMs(Date.now() + clock.aheadMs);
  const world = emptyWorld();
  const failures: unknown[] = [];
  const audit: { failsWith: Error | null } = { failsWith: null };
  const log = createLog({ pool: database.pool, clock: now });
  for (const entry of await log.read(world.seq, 1000)) fold(world, entry);
  const quarantine = createQuarantine({ database });
  const credentials = createSourceCredentials({ database, clock: now });
  const ledger = createLedger({ database });
  const cameraAt = (id: string) => world.slots['camera.registered'].get(id)?.data.at ?? null;
  const pipeline = createPipeline({
    log,
    world: () => world,
    clock: now,
    onCommitted: ({ entries }) => {
      for (const entry of entries) fold(world, entry);
    },
    replaying: {
      quarantine,
      reparse: (channel, body, source, at) => reparseIngest({ cameraAt }, channel, body, source) ?? reparseAdmin(channel, body, at),
    },
    limits: { probeMs: 50, ...parts.limits },
  });
  const app = express();
  const onFailure = (error: unknown) => failures.push(error);
  app.use(
    createIngestRouter({ intake: pipeline, credentials, memory: createDeliveryMemory({ database }), cameraAt, clock: now, onFailure }),
  );
  const acts: Act[] = [];
  const announced: AccessChange[] = [];
  const role: { now: Principal['role'] } = { now: 'administrator' };
  const administrator = (): Principal => ({ id: 'p-1', name: 'Nguyễn An', role: role.now, unit: null, areas: null, audience: 'operators' });
  app.use(
    createAdminRouter({
      may: (action) => requireAccess(async (cookies) => (cookies === undefined ? null : administrator()), action),
      audit: {
        async record(act) {
          if (audit.failsWith) throw audit.failsWith;
          acts.push(act);
        },
      },
      changes: {
        async announce(change) {
          announced.push(change);
        },
      },
      pipeline,
      credentials,
      quarantine,
      ledger,
      world: () => world,
      clock: now,
      onFailure,
    }),
  );
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');

  if (!parts.empty && world.seq === 0) {
    const drafts = prelude.map(
      ([kind, id, data, more]): Draft =>
        ({ kind, id, data, occurredAt: now(), publisherKey: `prelude-${id}`, ...(more?.area ? { area: more.area } : {}) }) as Draft,
    );
    const items = [{ body: new Uint8Array(), drafts: ok(drafts) }];
    await pipeline.take({ source: SOURCE, channel: 'test:prelude', receivedAt: now(), drill: false, items, priority: 'normal' });
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    pipeline,
    world,
    clock,
    failures,
    role,
    acts,
    announced,
    audit,
    credentials,
    ledger,
    quarantine,
    async close() {
      await pipeline.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type Publisher = { source: string; token: string; signingSecret: string };
export type Answer = { status: number; headers: Headers; body: AnswerBody };
/** Loosely read on purpose: tests look at what really came. */
type AnswerBody = {
  stored?: number;
  duplicate?: number;
  quarantined?: number;
  items?: {
    index: number;
    outcome: string;
    seq?: number;
    quarantineId?: string;
    error?: { code: string; pointer: string; message: string };
  }[];
  code?: string;
  title?: string;
  detail?: string;
  index?: number;
};

type PostOptions = {
  id?: string;
  /** Seconds since 1970 that it is signed for. */
  at?: number;
  type?: string;
  headers?: Record<string, string | undefined>;
};
let deliveries = 0;

/** A signed post as an agency makes it, by the reference library; a string or bytes are sent as they are. */
export function signed(
  { token, signingSecret }: Publisher,
  payload: unknown,
  { id = `msg_${++deliveries}`, at = Math.floor(Date.now() / 1000), type = 'application/json', headers = {} }: PostOptions = {},
): RequestInit & { headers: Record<string, string> } {
  const body = typeof payload === 'string' || payload instanceof Uint8Array ? payload : JSON.stringify(payload);
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  const all: Record<string, string | undefined> = {
    authorization: `Bearer ${token}`,
    'content-type': type,
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': new Webhook(signingSecret).sign(id, new Date(at * 1000), text),
    ...headers,
  };
  const kept = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return { method: 'POST', headers: Object.fromEntries(kept), body: body as BodyInit };
}

export async function send(centre: Pick<Centre, 'url'>, surface: IngestSurface, request: RequestInit): Promise<Answer> {
  const response = await fetch(`${centre.url}/ingest/v1/${surface}`, request);
  return { status: response.status, headers: response.headers, body: (await response.json()) as AnswerBody };
}

export async function admin(centre: Pick<Centre, 'url'>, method: string, path: string, body?: unknown, type = 'application/json') {
  const response = await fetch(`${centre.url}/admin/v1${path}`, {
    method,
    headers: { cookie: 'session=yes', 'content-type': type },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
}

export const soon = (aheadMs = 0): string => new Date(Date.now() + aheadMs).toISOString();
export const eventPost = (more: object = {}) => ({
  eventId: 'e1',
  cameraId: 'cam-1',
  type: 'congestion',
  severity: 'medium',
  occurredAt: soon(),
  ...more,
});
export const reportPost = (more: object = {}) => ({
  reportId: 'r1',
  category: 'flooding',
  severity: 'high',
  summary: 'Đường ngập sâu khoảng 40 cm trước cổng chợ',
  at: [106.74, 20.83],
  reportedAt: soon(),
  ...more,
});
export const valuePost = (more: object = {}) => ({ code: 'KT-01', value: 97.5, asOf: soon(), ...more });
export const observationPost = (more: object = {}) => ({
  sensorId: 's1',
  name: 'Mực nước sông Cấm',
  measure: 'water-level',
  value: 1.92,
  unit: 'm',
  at: [106.67, 20.87],
  occurredAt: soon(),
  ...more,
});
