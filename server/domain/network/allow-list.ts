import { fail, ok, type Result } from '../../../shared/model/result.ts';
import { contains, type IpAddress, type IpNetwork, isPublic, parseIp, parseNetwork } from './ip-address.ts';

/**
 * Where this server may connect to by an address that somebody typed: cameras, feeds. Hosts are named one by one by whoever runs
 * the centre, so a camera's URL cannot lead to the database or to a cloud's metadata (SEC23, ASVS 5.0 1.3.6).
 */
export type AllowList = {
  /** Exact names, lower case; `*.` before one takes every name below it. */
  names: ReadonlySet<string>;
  /** Private addresses are reached only when a network here holds them. */
  networks: readonly IpNetwork[];
};

export type UrlRefusal =
  | 'not-a-url'
  | 'scheme'
  | 'credentials'
  | 'spelling'
  | 'host'
  /** Asked at connect, of what the name resolves to. */
  | 'address';

const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'rtsp:', 'rtsps:', 'mqtt:', 'mqtts:']);
const MAX_LENGTH = 2048;
const NAME = /^(\*\.)?(?!-)[a-z0-9-]{1,63}(\.(?!-)[a-z0-9-]{1,63})*$/;

/** Names (`camera-01.example.vn`, `*.cameras.example.vn`), addresses and networks (`10.20.0.0/16`). @throws Error naming what is neither. */
export function parseAllowList(entries: readonly string[]): AllowList {
  const names = new Set<string>();
  const networks: IpNetwork[] = [];
  for (const entry of entries) {
    const network = parseNetwork(entry);
    const name = entry.toLowerCase();
    if (network) networks.push(network);
    // A name of digits alone is an address in some reader's eyes.
    else if (NAME.test(name) && !/(^|\.)(0x[0-9a-f]*|\d+)$/.test(name)) names.add(name);
    else throw new Error(`"${entry}" is no host name, address or network`);
  }
  return { names, networks };
}

/** The URL as it may be used, or why not. Says nothing of where a name leads: that is `allowedAddress`, at connect. */
export function allowedUrl(text: string, list: AllowList, schemes: ReadonlySet<string> = SCHEMES): Result<URL, UrlRefusal> {
  // Blanks, tabs, line ends, backslashes and what is not ASCII are read differently by different readers.
  if (text.length > MAX_LENGTH || !/^[\x21-\x7e]+$/.test(text) || text.includes('\\')) return fail('spelling');
  if (!URL.canParse(text)) return fail('not-a-url');
  const url = new URL(text);
  if (!schemes.has(url.protocol)) return fail('scheme');
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(text)?.[1];
  if (authority === undefined) return fail('spelling');
  if (url.username !== '' || url.password !== '' || authority.includes('@')) return fail('credentials');
  const typed = authority.replace(/:\d*$/, '').toLowerCase();
  const host = url.hostname.toLowerCase();
  // Decimal, octal and short addresses, escapes and the like come out changed; what is allowed is written as it is meant.
  if (typed !== host || host === '' || host.includes('%') || host.endsWith('.')) return fail('spelling');
  const bare = host.replace(/^\[|\]$/g, '');
  const address = parseIp(bare);
  if (address) return list.networks.some((network) => contains(network, address)) ? ok(url) : fail('host');
  // Schemes that browsers do not know keep their hosts as typed: an address in disguise is refused here.
  if (!NAME.test(host) || host.startsWith('*') || /(^|\.)(0x[0-9a-f]*|\d+)$/.test(host)) return fail('spelling');
  return isNamed(host, list.names) ? ok(url) : fail('host');
}

/** Whether a connection may be made to what a name resolved to: listed, or public. Asked of the very address that is connected to. */
export function allowedAddress(address: string, list: AllowList): boolean {
  const parsed = parseIp(address);
  return parsed !== null && (isPublic(parsed) || isListed(parsed, list));
}

const isListed = (address: IpAddress, { networks }: AllowList): boolean => networks.some((network) => contains(network, address));

function isNamed(host: string, names: ReadonlySet<string>): boolean {
  if (names.has(host)) return true;
  const labels = host.split('.');
  return labels.some((_, at) => at > 0 && names.has(`*.${labels.slice(at).join('.')}`));
}
