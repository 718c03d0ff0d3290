import { resolve } from 'node:path';
import { z } from 'zod';
import { parseAllowList } from '../domain/network/allow-list.ts';
import { type IpNetwork, isLoopback, parseIp, parseNetwork } from '../domain/network/ip-address.ts';

/** Words between commas; each must mean something to `read`. */
const listOf = <T>(read: (word: string) => T | null) =>
  z.string().transform((said, context): T[] =>
    said
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
      .flatMap((word) => {
        const value = read(word);
        if (value !== null) return [value];
        context.addIssue({ code: 'custom', message: `"${word}" is not one` });
        return [];
      }),
  );
const allowed = (word: string): string | null => {
  try {
    parseAllowList([word]);
    return word;
  } catch {
    return null;
  }
};
const networkOf = (word: string): IpNetwork | null => parseNetwork(word === 'loopback' ? '127.0.0.0/8' : word);

/** Everything that the environment may say. Read once, at the start; a wrong value ends the start with one line a mistake. */
const Environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  /** Where browsers reach this server, when a proxy stands before it (for the printed links). */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Files (PEM): with both the server speaks TLS itself. */
  TLS_CERT: z.string().min(1).optional(),
  TLS_KEY: z.string().min(1).optional(),
  /** Proxies that are believed in `X-Forwarded-For` and `X-Forwarded-Proto`: addresses and networks. */
  TRUST_PROXY: listOf(networkOf).optional(),
  /** Further host names that this server answers to. */
  ALLOWED_HOSTS: listOf((name) => (/^[a-z0-9.-]+$/i.test(name) ? name : null)).optional(),
  /** Where addresses of cameras and feeds may lead: names, addresses, networks. */
  CAMERA_HOSTS: listOf(allowed).optional(),
  DATA_DIR: z.string().min(1).default('data'),
  /** As libpq has it: a socket's folder may stand for the host (`postgresql://user@/db?host=/run/postgresql`), which is no web URL. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .optional(),
  /** 32 random bytes in base64url: what seals second factors, where nodes of one database share no data folder. */
  IDENTITY_KEY: z
    .string()
    .regex(/^[\w-]{43}$/, 'must be 32 random bytes in base64url (43 characters)')
    .optional(),
  /** Single sign-on (OpenID Connect); all three or none. The provider is told `ORIGIN/session/oidc/callback`. */
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine((url) => url.startsWith('https:') || isThisMachine(new URL(url).hostname), 'must be https')
    .optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  MQTT_URL: z.url({ protocol: /^mqtts?$/ }).optional(),
  /** Port of the built-in broker while MQTT_URL is unset; `off` runs none. */
  MQTT_PORT: z.union([z.literal('off'), z.coerce.number().int().min(0).max(65_535)]).default(1883),
  /** `off`: an empty log stays empty. */
  DRILL: z.enum(['auto', 'off']).default('auto'),
  /** The drill's random seed: the same seed plays the same day. */
  DRILL_SEED: z.coerce.number().int().nonnegative().default(2026),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Configuration = {
  host: string;
  port: number;
  publicUrl: string | null;
  tls: { certFile: string; keyFile: string } | null;
  trustProxy: readonly IpNetwork[] | null;
  allowedHosts: readonly string[] | null;
  /** For `parseAllowList`. */
  cameraHosts: readonly string[] | null;
  dataDir: string;
  databaseUrl: string | null;
  identityKey: string | null;
  singleSignOn: { issuer: string; clientId: string; clientSecret: string } | null;
  mqttUrl: string | null;
  mqttPort: number | 'off';
  drill: 'auto' | 'off';
  drillSeed: number;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
};

/** @throws Error naming every variable that is wrong and what would be right. */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(present);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const { TLS_CERT, TLS_KEY, TRUST_PROXY, ALLOWED_HOSTS, CAMERA_HOSTS } = parsed.data;
  const faults = faultsOfWay(parsed.data);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const { HOST, PORT, PUBLIC_URL, DATA_DIR, DATABASE_URL, MQTT_URL, MQTT_PORT, DRILL, DRILL_SEED, LOG_LEVEL } = parsed.data;
  return {
    host: HOST,
    port: PORT,
    publicUrl: PUBLIC_URL ?? null,
    tls: TLS_CERT && TLS_KEY ? { certFile: resolve(TLS_CERT), keyFile: resolve(TLS_KEY) } : null,
    trustProxy: TRUST_PROXY ?? null,
    allowedHosts: ALLOWED_HOSTS ?? null,
    cameraHosts: CAMERA_HOSTS ?? null,
    dataDir: resolve(DATA_DIR),
    databaseUrl: DATABASE_URL ?? null,
    identityKey: parsed.data.IDENTITY_KEY ?? null,
    singleSignOn: singleSignOnOf(parsed.data),
    mqttUrl: MQTT_URL ?? null,
    mqttPort: MQTT_PORT,
    drill: DRILL,
    drillSeed: DRILL_SEED,
    logLevel: LOG_LEVEL,
  };
}

type Provider = Pick<z.output<typeof Environment>, 'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_CLIENT_SECRET'>;

function singleSignOnOf({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }: Provider): Configuration['singleSignOn'] {
  if (OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET)
    return { issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET };
  if (OIDC_ISSUER || OIDC_CLIENT_ID || OIDC_CLIENT_SECRET)
    throw new Error('OIDC_ISSUER: cần cả ba / OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together');
  return null;
}

type Way = Pick<z.output<typeof Environment>, 'HOST' | 'PUBLIC_URL' | 'TLS_CERT' | 'TLS_KEY' | 'TRUST_PROXY'>;

/** Whether what goes over a wire is encrypted: by us, by a proxy that is named, or there is no wire (SEC2). Each fault says what to set. */
function faultsOfWay({ HOST, PUBLIC_URL, TLS_CERT, TLS_KEY, TRUST_PROXY }: Way): string[] {
  const hasTls = TLS_CERT !== undefined && TLS_KEY !== undefined;
  const isCovered = hasTls || (TRUST_PROXY?.length ?? 0) > 0;
  const faults: string[] = [];
  if ((TLS_CERT === undefined) !== (TLS_KEY === undefined))
    faults.push(`${TLS_CERT === undefined ? 'TLS_CERT' : 'TLS_KEY'}: cần cả hai / TLS_CERT and TLS_KEY belong together`);
  if (!isCovered && !isThisMachine(HOST))
    faults.push(
      `HOST: ${HOST} không mã hóa, hãy đặt TLS_CERT và TLS_KEY, hoặc TRUST_PROXY / ${HOST} would be plain HTTP: set TLS_CERT and TLS_KEY, or TRUST_PROXY (the proxy that speaks TLS), or HOST=127.0.0.1`,
    );
  if (PUBLIC_URL === undefined || isThisMachine(new URL(PUBLIC_URL).hostname)) return faults;
  if (!PUBLIC_URL.startsWith('https:')) faults.push(`PUBLIC_URL: phải là https / must be https: ${PUBLIC_URL}`);
  else if (!isCovered)
    faults.push('PUBLIC_URL: https cần TLS_CERT và TLS_KEY, hoặc TRUST_PROXY / https takes TLS_CERT and TLS_KEY, or TRUST_PROXY');
  return faults;
}

function isThisMachine(host: string): boolean {
  const address = parseIp(host.replace(/^\[|\]$/g, ''));
  return address ? isLoopback(address) : host === 'localhost';
}
