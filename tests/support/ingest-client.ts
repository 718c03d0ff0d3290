import { Webhook } from 'standardwebhooks';
import { IngestAnswer, type IngestSurface } from '../../shared/contract/ingest.ts';
import type { QuarantineListing, SourceIssued } from '../../shared/contract/ingest-admin.ts';
import { setUpAdministrator } from './administrator.ts';
import { printedLinks } from './printed-links.ts';
import type { ServerProcess } from './server-process.ts';

/** What an administrator and a publisher do over HTTP, as any agency's own program would: no short cut into the server. */

export type LedgerRow = {
  source: string;
  minute: string;
  received: number;
  stored: number;
  duplicate: number;
  quarantined: number;
  refused: number;
};

export type Administration = {
  /** `Cookie` header of the session; it outlives restarts and holds on every node of the same database. */
  cookie: string;
  /** Registers a source, or gives one that is registered a second token. */
  source(id: string, promise?: { expectedIntervalMs: number; toleranceMs: number }): Promise<SourceIssued>;
  /** Registers cameras somewhere in the middle of Hải Phòng. */
  cameras(ids: readonly string[]): Promise<void>;
  indicator(id: string): Promise<void>;
  quarantine(): Promise<QuarantineListing[]>;
  replay(id: string): Promise<{ status: number; body: unknown }>;
  /** Of the last hour. */
  ledger(): Promise<LedgerRow[]>;
};

type Origin = Pick<ServerProcess, 'url'>;

/** Spends a printed link as the page it opens does. Answers the `Cookie` header of the session. */
export async function claim({ url }: Origin, link: string): Promise<string> {
  const token = new URL(link).hash.replace('#link=', '');
  const response = await fetch(`${url}/display/v1/link`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
  if (!response.ok || !cookie) throw new Error(`the link was not accepted: ${response.status} ${await response.text()}`);
  return cookie;
}

export const claimWall = async (server: ServerProcess): Promise<string> => claim(server, printedLinks(server).wall);

/** @param cookie of an earlier session; unset: the first administrator is set up by the link that the server printed. */
export async function openAdministration(server: ServerProcess, cookie?: string): Promise<Administration> {
  const session = cookie ?? (await setUpAdministrator(server.url, printedLinks(server).setUp)).cookie;

  const ask = async (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${server.url}/admin/v1/${path}`, {
      method,
      headers: { origin: server.url, cookie: session, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const expectOk = async (response: Response): Promise<unknown> => {
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  };

  return {
    cookie: session,
    source: async (id, promise) => (await expectOk(await ask('POST', 'sources', { id, name: `Nguồn ${id}`, ...promise }))) as SourceIssued,
    async cameras(ids) {
      const rows = ids.map((id, i) => ({
        id,
        name: `Camera ${id}`,
        at: [106.65 + i / 1000, 20.85],
        directionDeg: null,
        owner: 'Phòng Cảnh sát giao thông',
      }));
      await expectOk(await ask('POST', 'cameras', rows));
    },
    async indicator(id) {
      const indicator = {
        id,
        name: 'Lưu lượng qua nút giao',
        unit: 'xe/giờ',
        domain: 'traffic',
        period: 'realtime',
        direction: 'none',
        decimals: 0,
        target: null,
        thresholds: { medium: null, high: null, critical: null },
        expectedIntervalMs: 60_000,
        toleranceMs: 60_000,
        owner: 'Sở Xây dựng',
      };
      await expectOk(await ask('POST', 'indicators', indicator));
    },
    quarantine: async () => ((await expectOk(await ask('GET', 'quarantine?limit=200'))) as { items: QuarantineListing[] }).items,
    async replay(id) {
      const response = await ask('POST', `quarantine/${id}/replay`);
      return { status: response.status, body: await response.json() };
    },
    ledger: async () => ((await expectOk(await ask('GET', 'ledger'))) as { rows: LedgerRow[] }).rows,
  };
}

/** What one attempt to publish came to. `unreachable`: no whole answer; whether it was stored is not known. */
export type Attempt =
  | { kind: 'answered'; status: number; answer: IngestAnswer }
  | { kind: 'refused'; status: number; retryAfterS: number | null; detail: string }
  | { kind: 'unreachable'; cause: unknown };

export type Publisher = {
  /** Signs and posts. The same `deliveryId` again is another attempt at the same delivery, to be signed at a later second. */
  post(surface: IngestSurface, items: readonly unknown[], deliveryId: string): Promise<Attempt>;
};

/** What the problem says (RFC 9457), or the whole body when it is none. */
const detailOf = (body: string): string => {
  try {
    return (JSON.parse(body) as { detail?: string }).detail ?? body;
  } catch {
    return body;
  }
};

const ANSWER_WITHIN_MS = 15_000;

export function createPublisher({ url }: Origin, { token, signingSecret }: Pick<SourceIssued, 'token' | 'signingSecret'>): Publisher {
  const webhook = new Webhook(signingSecret);
  return {
    async post(surface, items, deliveryId) {
      const body = JSON.stringify(items);
      const now = new Date();
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'webhook-id': deliveryId,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': webhook.sign(deliveryId, now, body),
      };
      try {
        const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
        const response = await fetch(`${url}/ingest/v1/${surface}`, { method: 'POST', headers, body, signal });
        const text = await response.text();
        if ([200, 201, 207, 422].includes(response.status)) {
          return { kind: 'answered', status: response.status, answer: IngestAnswer.parse(JSON.parse(text)) };
        }
        const retryAfter = response.headers.get('retry-after');
        return {
          kind: 'refused',
          status: response.status,
          retryAfterS: retryAfter === null ? null : Number(retryAfter),
          detail: detailOf(text),
        };
      } catch (cause) {
        return { kind: 'unreachable', cause };
      }
    },
  };
}
