/** An IP address as its bytes: four or sixteen. One that is IPv4 inside IPv6 (`::ffff:a.b.c.d`) is the IPv4 one, so that no rule is evaded by spelling. */
export type IpAddress = readonly number[];
export type IpNetwork = { base: IpAddress; bits: number };

/** Four decimal parts, nothing else: octal, hexadecimal and short forms mean another address to another reader. */
function parseV4(text: string): number[] | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return null;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : null;
}

function groupsOf(text: string): number[] | null {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 255);
    } else {
      const v4 = index === groups.length - 1 ? parseV4(group) : null;
      if (!v4) return null;
      bytes.push(...v4);
    }
  }
  return bytes;
}

function parseV6(text: string): number[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map(groupsOf);
  if (!head) return null;
  if (halves.length === 1) return head.length === 16 ? head : null;
  if (!tail || head.length + tail.length > 14) return null;
  return [...head, ...Array<number>(16 - head.length - tail.length).fill(0), ...tail];
}

const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255];

/** null: no address in the one form that everyone reads alike. A zone (`fe80::1%eth0`) is no part of it. */
export function parseIp(text: string): IpAddress | null {
  if (!text.includes(':')) return parseV4(text);
  const bytes = parseV6(text);
  return bytes && MAPPED.every((byte, at) => bytes[at] === byte) ? bytes.slice(12) : bytes;
}

/** The one spelling that logs and limits use: dotted, or eight groups without leading zeros. */
export function formatIp(address: IpAddress): string {
  if (address.length === 4) return address.join('.');
  return Array.from({ length: 8 }, (_, at) => (((address[2 * at] ?? 0) << 8) | (address[2 * at + 1] ?? 0)).toString(16)).join(':');
}

/** `10.0.0.0/8`, or one address. null: neither. */
export function parseNetwork(text: string): IpNetwork | null {
  const [address = '', prefix, ...rest] = text.split('/');
  const base = parseIp(address);
  if (!base || rest.length > 0) return null;
  const whole = base.length * 8;
  if (prefix === undefined) return { base, bits: whole };
  if (!/^\d{1,3}$/.test(prefix)) return null;
  // A network of mapped addresses is one of IPv4.
  const bits = address.includes(':') && whole === 32 ? Number(prefix) - 96 : Number(prefix);
  return bits >= 0 && bits <= whole ? { base, bits } : null;
}

export function contains({ base, bits }: IpNetwork, address: IpAddress): boolean {
  if (base.length !== address.length) return false;
  for (let at = 0; at * 8 < bits; at++) {
    const left = bits - at * 8;
    const mask = left >= 8 ? 255 : (255 << (8 - left)) & 255;
    if (((base[at] ?? 0) & mask) !== ((address[at] ?? 0) & mask)) return false;
  }
  return true;
}

const networks = (...list: string[]): readonly IpNetwork[] => list.flatMap((text) => parseNetwork(text) ?? []);
const LOOPBACK = networks('127.0.0.0/8', '::1');

/** What is not on the public Internet (IANA's special-purpose registries, RFC 6890): this host, private and shared nets, link-local, tests, multicast, reserved. */
const SPECIAL_V4 = networks(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
);
/** Outside 2000::/3 nothing is public; inside it Teredo, 6to4 and the like carry an IPv4 address that nobody has looked at. */
const PUBLIC_V6 = networks('2000::/3');
const SPECIAL_V6 = networks('2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20');

export const isLoopback = (address: IpAddress): boolean => LOOPBACK.some((network) => contains(network, address));

/** Whether an address is one of the public Internet. */
export function isPublic(address: IpAddress): boolean {
  const within = (list: readonly IpNetwork[]): boolean => list.some((network) => contains(network, address));
  return address.length === 4 ? !within(SPECIAL_V4) : within(PUBLIC_V6) && !within(SPECIAL_V6);
}
