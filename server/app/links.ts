import type { Configuration } from './configuration.ts';
import type { NodeStore } from './node-store.ts';

const LINK_VALID_MS = 24 * 3600 * 1000;

/**
 * What a start prints. The wall's link pairs this machine's wall without an approval (PAIR10). Links work once and within a day, and their token stands behind the `#`, which is never sent. There is no
 * default account (SEC19): while nobody can administer, a link sets up the first person who can.
 */
export async function printableLinks({ displays, identity }: Pick<NodeStore, 'displays' | 'identity'>, origin: string): Promise<string[]> {
  const wall = await displays.pairings.issueLink(LINK_VALID_MS);
  const lines = ['Mở một lần, trên máy này / Open once, on this machine:', `  Tường hiển thị / Wall        ${origin}/wall#link=${wall}`];
  if (await identity.people.hasAdministrator()) return [...lines, `Đăng nhập / Sign in  ${origin}/login`];
  const { token } = await identity.links.issue('setup', null);
  return [...lines, `  Thiết lập quản trị viên đầu tiên / Set up the first administrator  ${origin}/login#setup=${token}`];
}

/** Where a browser on this machine reaches the server. */
export const originOf = ({ host, publicUrl, tls }: Pick<Configuration, 'host' | 'publicUrl' | 'tls'>, port: number): string =>
  publicUrl?.replace(/\/$/, '') ??
  `${tls ? 'https' : 'http'}://${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
