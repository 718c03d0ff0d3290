import type { z } from 'zod';
import type { RunningServer } from '../../../server/app/server.ts';
import { createLog } from '../../../server/store/log.ts';
import { wall } from '../../../server/store/schema.ts';
import type { WallOrder } from '../../../shared/contract/direction.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import { epochMs, seq } from '../../../shared/model/ids.ts';
import type { Audience, Role } from '../../../shared/model/vocabulary.ts';
import { ownServer } from '../../support/own-server.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { type Known, knownDisplayOf, knownPerson, knownWall } from '../../support/principals.ts';
import { rawRequest } from '../../support/raw-http.ts';

type Order = z.input<typeof WallOrder>;
export type Said = { status: number; body: Record<string, unknown>; type: string };

/** One database and as many nodes on it as a test asks for. */
export type WallCentre = {
  base: TestDatabase;
  node(): Promise<RunningServer>;
  /** A new wall of the register; its id begins with the name. */
  wall(name: string, audience?: Audience): Promise<string>;
  person(role: Role): Promise<Known>;
  display(audience: Audience): Promise<Known & { wall: string }>;
  ask(node: Pick<RunningServer, 'port'>, who: Known, method: string, path: string, body?: unknown): Promise<Said>;
  order(node: Pick<RunningServer, 'port'>, who: Known, wall: string, order: Order): Promise<Said>;
  /** Every entry of a kind, out of the log. */
  entries<K extends Kind>(kind: K): Promise<Entry<K>[]>;
  close(): Promise<void>;
};

export async function openWallCentre(): Promise<WallCentre> {
  const base = await testDatabase();
  const { database } = base;
  const nodes: RunningServer[] = [];
  let walls = 0;
  let asked = 0;
  const log = createLog({ pool: database.pool, clock: () => epochMs(Date.now()) });
  const ask: WallCentre['ask'] = async ({ port }, who, method, path, body) => {
    const host = `127.0.0.1:${port}`;
    const { status, text, headers } = await rawRequest(`http://${host}`, path, {
      method,
      headers: {
        host,
        origin: `https://${host}`,
        'x-forwarded-proto': 'https',
        // Each from an address of its own: a test asks oftener than a person.
        'x-forwarded-for': `203.0.113.${1 + (asked++ % 250)}`,
        cookie: who.cookie,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status, type: String(headers['content-type']), body: (text.startsWith('{') ? JSON.parse(text) : {}) as Said['body'] };
  };
  return {
    base,
    async node() {
      const server = await ownServer(base.url, { TRUST_PROXY: '127.0.0.1' });
      nodes.push(server);
      return server;
    },
    async wall(name, audience = 'operators') {
      const id = `${name}-${++walls}`;
      await database.orm.insert(wall).values({ id, name: `Tường ${id}`, audience, audienceAt: Date.now(), audienceBy: 'test' });
      return id;
    },
    person: (role) => knownPerson(database, role, null),
    async display(audience) {
      const id = await knownWall(database, audience);
      return { ...(await knownDisplayOf(database, { id, audience }, 'A1')), wall: id };
    },
    ask,
    order: (node, who, id, order) => ask(node, who, 'POST', `/walls/v1/${id}/direction`, order),
    entries: async (kind) => (await log.read(seq(0), 100_000)).filter((entry) => entry.kind === kind) as never,
    async close() {
      for (const node of nodes) await node.close();
    },
  };
}
