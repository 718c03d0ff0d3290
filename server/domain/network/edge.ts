import { contains, formatIp, type IpAddress, type IpNetwork, isLoopback, parseIp } from './ip-address.ts';

/** What is known of a request before it is believed: Node's own message has this shape. */
export type Asking = {
  socket: { remoteAddress?: string | undefined; localAddress?: string | undefined; encrypted?: boolean };
  headers: Readonly<Record<string, string | string[] | undefined>>;
};

export type EdgeParts = {
  /** Proxies that are believed, and nobody else: what they say of address and scheme counts (SEC24). */
  trustProxy: readonly IpNetwork[];
  /** Where browsers reach the centre; null: at the address that it listens on. */
  publicUrl: string | null;
  /** Further names that the centre answers to. */
  allowedHosts: readonly string[];
};

/** The one place that says where a request comes from, how it came and whether it means us. Limits, audits and doors ask it. */
export type Edge = {
  /** The asker's own address in one spelling; behind proxies that are believed, the one that they saw. Never what the asker says of itself. */
  addressOf(request: Asking): string;
  /** Whether a believed proxy brought it. */
  isProxy(request: Asking): boolean;
  /** Whether it came by TLS, to us or to a proxy that is believed. */
  isSecure(request: Asking): boolean;
  /** By TLS, or on this machine itself. Anything else must not get an answer (SEC2). */
  isPrivateWay(request: Asking): boolean;
  /** Whether `Host` is a name of ours: a foreign name that resolves to us is another page's trick (DNS rebinding). */
  isOurHost(request: Asking): boolean;
  /** Whether a page of ours asks: the only one that may change something or open a socket (SEC1, SEC13). */
  isOurOrigin(request: Asking): boolean;
};

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', 'localhost.', 'ip6-localhost']);

export function createEdge({ trustProxy, publicUrl, allowedHosts }: EdgeParts): Edge {
  const published = publicUrl === null ? null : new URL(publicUrl);
  const names = new Set([...allowedHosts.map((name) => name.toLowerCase()), ...(published ? [published.hostname] : [])]);
  const isTrusted = (address: IpAddress): boolean => trustProxy.some((network) => contains(network, address));
  const remoteOf = ({ socket }: Asking): IpAddress | null => parseIp(socket.remoteAddress?.replace(/%.*$/, '') ?? '');

  const edge: Edge = {
    addressOf(request) {
      let address = remoteOf(request);
      if (!address) return 'unknown';
      const said = textOf(request.headers['x-forwarded-for']).split(',');
      // From the nearest proxy outwards: what stands left of the first that is not ours is hearsay.
      while (said.length > 0 && isTrusted(address)) {
        const next = parseIp(withoutPort(said.pop()?.trim() ?? ''));
        if (!next) break;
        address = next;
      }
      return formatIp(address);
    },
    isProxy(request) {
      const remote = remoteOf(request);
      return remote !== null && isTrusted(remote);
    },
    isSecure(request) {
      if (request.socket.encrypted === true) return true;
      return edge.isProxy(request) && textOf(request.headers['x-forwarded-proto']).split(',').at(-1)?.trim().toLowerCase() === 'https';
    },
    isPrivateWay(request) {
      if (edge.isSecure(request)) return true;
      const remote = remoteOf(request);
      if (!remote || !isLoopback(remote)) return false;
      // A proxy on this machine that is believed passes on for others; without a word of it, it is this machine itself.
      return !isTrusted(remote) || !['x-forwarded-for', 'x-forwarded-proto', 'forwarded'].some((name) => name in request.headers);
    },
    isOurHost(request) {
      const host = hostOf(request);
      if (!host) return false;
      if (names.has(host.hostname)) return true;
      const literal = parseIp(host.hostname.replace(/^\[|\]$/g, ''));
      const local = parseIp(request.socket.localAddress?.replace(/%.*$/, '') ?? '');
      if (!local) return false;
      if (isLoopback(local)) return literal ? isLoopback(literal) : LOOPBACK_NAMES.has(host.hostname);
      return literal !== null && formatIp(literal) === formatIp(local);
    },
    isOurOrigin(request) {
      const said = textOf(request.headers.origin);
      const host = hostOf(request);
      if (!URL.canParse(said) || !host) return false;
      const origin = new URL(said);
      if (origin.origin !== said || !edge.isOurHost(request) || !edge.isPrivateWay(request)) return false;
      if (published && origin.origin === published.origin) return true;
      return origin.host === host.host && origin.protocol === (edge.isSecure(request) ? 'https:' : 'http:');
    },
  };
  return edge;
}

const textOf = (header: string | string[] | undefined): string => (Array.isArray(header) ? header.join(',') : (header ?? ''));

/** As a proxy may write it: `192.0.2.1:443`, `[2001:db8::1]:443`. */
const withoutPort = (text: string): string => /^\[(.*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;

/** The `Host` header as a browser would read it; null: it is none. The default port of the request's scheme falls away. */
function hostOf(request: Asking): { host: string; hostname: string } | null {
  const said = textOf(request.headers.host);
  // Only a name or address with a port: no user, no path, no list.
  if (!/^[\w.-]+(:\d{1,5})?$|^\[[0-9a-f:.]+\](:\d{1,5})?$/i.test(said)) return null;
  // Both schemes are tried, as an origin leaves out the port that its own scheme implies.
  const url = `http://${said}`;
  if (!URL.canParse(url)) return null;
  const { hostname } = new URL(url);
  const raw = said.replace(/:\d+$/, '').toLowerCase();
  // What a browser would rewrite (a decimal address, say) is not the name that it asked for.
  if (raw !== hostname && raw !== hostname.replace(/^\[|\]$/g, '')) return null;
  const port = /:(\d+)$/.exec(said.replace(/^\[.*\]/, ''))?.[1];
  return { hostname, host: port === undefined ? hostname : `${hostname}:${Number(port)}` };
}
