import { SECOND_FACTOR } from '../http/session/session-parts.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Configuration } from './configuration.ts';
import type { NodeStore } from './node-store.ts';

const LINK_VALID_MS = 24 * 3600 * 1000;

/**
 * What a start prints. Links work once and within a day, and their token stands behind the `#`, which is never sent. The wall's
 * pairs this machine's wall without an approval (PAIR10). There is no default account (SEC19): while nobody can administer, a
 * link sets up the first person who can.
 */
export async function printableLinks({ displays, identity }: Pick<NodeStore, 'displays' | 'identity'>, origin: string): Promise<string[]> {
  const wall = await displays.pairings.issueLink(LINK_VALID_MS);
  const lines = ['Mở một lần, trên máy này / Open once, on this machine:', `  Tường hiển thị / Wall        ${origin}/wall#link=${wall}`];
  if (await identity.people.hasAdministrator()) return [...lines, `Đăng nhập / Sign in  ${origin}/login`];
  const { token } = await identity.links.issue('setup', null);
  return [...lines, `  Thiết lập quản trị viên đầu tiên / Set up the first administrator  ${origin}/login#setup=${token}`];
}

/** Second factors that this node cannot open: nobody can sign in by it, and whoever runs it is told what to do (SESS8). */
export async function identityKeyFault({ identity, proofs }: Pick<NodeStore, 'identity' | 'proofs'>, log: Logger): Promise<string[]> {
  const sealed = await identity.sealedSample();
  if (!sealed) return [];
  try {
    proofs.sealer.open(sealed, SECOND_FACTOR);
    return [];
  } catch (error) {
    log.error({ err: error }, 'second factors cannot be opened here');
    return [
      'Khóa danh tính không đúng: không ai đăng nhập được qua máy chủ này / Wrong identity key: nobody can sign in by this server.',
      '  Đặt cùng một IDENTITY_KEY cho mọi máy chủ, hoặc chép lại keys/identity.key / Give every node the same IDENTITY_KEY, or put keys/identity.key back.',
    ];
  }
}

/** Where a browser on this machine reaches the server. */
export const originOf = ({ host, publicUrl, tls }: Pick<Configuration, 'host' | 'publicUrl' | 'tls'>, port: number): string =>
  publicUrl?.replace(/\/$/, '') ??
  `${tls ? 'https' : 'http'}://${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
