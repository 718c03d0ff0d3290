import type { Page } from 'playwright-core';
import { createConnection } from '../../../client/connection/connection.ts';
import { createServerClock } from '../../../client/connection/server-clock.ts';
import type { NodeStatus } from '../../../shared/contract/socket.ts';
import type { ServerProcess } from '../../support/server-process.ts';

/** The page's own session, for a second reader beside it. */
export async function cookieOf(page: Page): Promise<string> {
  return (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** What the node says of itself next. */
export function statusOf(server: ServerProcess, cookie: string): Promise<NodeStatus> {
  return new Promise((done, failed) => {
    const connection = createConnection({
      url: server.url,
      headers: { cookie, origin: server.url },
      screen: 'probe',
      clock: createServerClock(Date.now),
      sink: {
        frame() {},
        snapshot() {},
        link() {},
        welcome() {},
        view() {},
        clockOffset() {},
        status(status) {
          clearTimeout(late);
          connection.close();
          done(status);
        },
      },
    });
    const late = setTimeout(() => {
      connection.close();
      failed(new Error('the node says nothing of itself'));
    }, 15_000);
  });
}
