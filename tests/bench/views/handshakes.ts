import { WebSocket } from 'ws';
import { HAI_PHONG_AREAS } from '../../../server/domain/areas/hai-phong-areas.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { PROTOCOL } from '../../../shared/contract/socket.ts';
import { areaCode } from '../../../shared/model/ids.ts';
import { type Known, knownPerson } from '../../support/principals.ts';
import { startServerProcess } from '../../support/server-process.ts';
import { faultLog } from '../bench-postgres.ts';
import { cpuMicrosOf } from '../process/cpu.ts';

/** One window of handshakes: from the first byte of a connection to the first picture on it. */
export type Handshakes = { perS: number; serverMicros: number };

const AT_ONCE = 16;
const WARM_MS = 1500;
const NEVER_MS = 10_000;

/** The built server over a real PostgreSQL: each handshake reads a session, makes a view and sends its picture. */
export async function measureHandshakes(parts: { url: string; people: number; windowMs: number }): Promise<{
  one: Handshakes;
  all: Handshakes;
}> {
  const database = openDatabase({ url: parts.url, log: faultLog, max: 2 });
  const server = await startServerProcess({ env: { DATABASE_URL: parts.url } });
  try {
    const people: Known[] = [];
    for (let i = 0; i < parts.people; i++) {
      const areas = HAI_PHONG_AREAS.filter((_, n) => n !== i % HAI_PHONG_AREAS.length).map(({ code }) => areaCode(code));
      people.push(await knownPerson(database, 'duty-officer', areas));
    }
    const [first] = people;
    if (!first) throw new Error('nobody to shake hands with');
    const one = await window([first.cookie]);
    const all = await window(people.map(({ cookie }) => cookie));
    return { one, all };
  } finally {
    await server.stop();
    await database.close();
  }

  async function window(cookies: readonly string[]): Promise<Handshakes> {
    await shakeFor(cookies, WARM_MS);
    const before = await cpuMicrosOf(server.pid);
    const startedAt = performance.now();
    const count = await shakeFor(cookies, parts.windowMs);
    const seconds = (performance.now() - startedAt) / 1000;
    return { perS: count / seconds, serverMicros: ((await cpuMicrosOf(server.pid)) - before) / count };
  }

  async function shakeFor(cookies: readonly string[], ms: number): Promise<number> {
    const until = performance.now() + ms;
    let count = 0;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (performance.now() < until) {
          await shake(server.port, cookies[count++ % cookies.length] as string);
        }
      }),
    );
    return count;
  }
}

/** @throws Error when the server refuses, or sends no picture. */
function shake(port: number, cookie: string): Promise<void> {
  return new Promise((done, failed) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
      headers: { origin: `http://127.0.0.1:${port}`, cookie },
      perMessageDeflate: false,
    });
    const late = setTimeout(() => socket.terminate(), NEVER_MS);
    let hasPicture = false;
    socket.on('message', (data, isBinary) => {
      if (isBinary) {
        hasPicture = true;
        socket.terminate();
        return;
      }
      const text = String(data);
      if (text.startsWith('0')) socket.send(`40${JSON.stringify({ protocol: PROTOCOL, cursor: null, view: null, screen: 'probe' })}`);
      else if (text.startsWith('44') || text.includes('session:refused')) failed(new Error(text));
    });
    socket.on('error', failed);
    socket.on('close', () => {
      clearTimeout(late);
      if (hasPicture) done();
      else failed(new Error('a handshake brought no picture'));
    });
  });
}
