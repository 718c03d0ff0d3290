import type { Principal } from '../../shared/contract/principal.ts';
import type { Configuration } from './configuration.ts';
import type { NodeStore } from './node-store.ts';

const LINK_VALID_MS = 24 * 3600 * 1000;

/** Until there are people and paired displays, two principals: whoever the operator hands the printed links. */
const WALL: Principal = {
  id: 'wall-1',
  name: 'Tường hiển thị',
  role: 'display',
  unit: null,
  areas: null,
  audience: 'operators',
};
const ADMINISTRATOR: Principal = {
  id: 'administrator',
  name: 'Quản trị',
  role: 'administrator',
  unit: null,
  areas: null,
  audience: 'operators',
};

/** One-time links, printed at each start: each opens one browser, once, within a day. The token stands behind the `#`, which is never sent. */
export async function printableLinks({ sessions }: Pick<NodeStore, 'sessions'>, origin: string): Promise<string[]> {
  const [wall, administrator] = await Promise.all([
    sessions.issueLink(WALL, LINK_VALID_MS),
    sessions.issueLink(ADMINISTRATOR, LINK_VALID_MS),
  ]);
  return [
    'Mở một lần, trên máy này / Open once, on this machine:',
    `  Tường hiển thị / Wall        ${origin}/wall#link=${wall}`,
    `  Quản trị, thử nhập dữ liệu / Administration  ${origin}/ingest/try#link=${administrator}`,
  ];
}

/** Where a browser on this machine reaches the server. */
export const originOf = ({ host, publicUrl, tls }: Pick<Configuration, 'host' | 'publicUrl' | 'tls'>, port: number): string =>
  publicUrl?.replace(/\/$/, '') ??
  `${tls ? 'https' : 'http'}://${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
