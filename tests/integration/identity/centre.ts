import { afterAll } from 'vitest';
import { Browser, type SignedIn, setUpAdministrator } from '../../support/administrator.ts';
import { ownServer } from '../../support/own-server.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';

/** A centre with its first administrator, whole and over a real PostgreSQL. */
export type Centre = {
  origin: string;
  administrator: SignedIn;
  db: TestDatabase;
  dataDir: string;
  /** Rows of the centre's own database: what time or another node would have changed. */
  sql<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  /** The next code of whoever signed in before: as after a minute, without the minute. */
  code(person: SignedIn): Promise<string>;
  signIn(person: SignedIn, browser?: Browser): Promise<SignedIn>;
  /** What was announced to every node since the start, oldest first. */
  announced(): Promise<{ kind: string; subject: string; reason: string; by: string }[]>;
  /** What the auditor would read of an action, oldest first. */
  acts(action: string): Promise<{ actor: string; subject: string; outcome: string; detail: Record<string, unknown> }[]>;
};

export async function openCentre(env: Record<string, string> = {}): Promise<Centre> {
  const db = await testDatabase();
  const server = await ownServer(db.url, env);
  afterAll(() => server.close());
  const link = /http\S+\/login#setup=\S+/.exec(server.banner.join('\n'))?.[0] ?? '';
  const administrator = await setUpAdministrator(server.origin, link);
  const sql = async <Row extends object>(text: string, values: unknown[] = []) => (await db.database.pool.query<Row>(text, values)).rows;
  const code = async ({ login, authenticator }: SignedIn): Promise<string> => {
    await sql('update person set totp_step = null where login = $1', [login]);
    authenticator.forget();
    return authenticator.next();
  };
  return {
    code,
    async signIn(person, browser = new Browser(server.origin)) {
      await browser.post('/session/login', { login: person.login, password: person.password });
      const { body } = await browser.post('/session/totp', { code: await code(person) });
      if (body.stage !== 'full') throw new Error(`not signed in: ${JSON.stringify(body)}`);
      return {
        ...person,
        browser,
        get cookie() {
          return browser.cookie;
        },
      };
    },
    origin: server.origin,
    administrator,
    db,
    dataDir: server.dataDir,
    sql,
    announced: () => sql('select subject_kind as kind, subject, reason, by from access_change order by id'),
    acts: (action) => sql('select actor, subject, outcome, detail from audit.entry where action = $1 order by n', [action]),
  };
}
