import { resolve } from 'node:path';
import { z } from 'zod';

/** Everything that the environment may say. Read once, at the start; a wrong value ends the start with one line a mistake. */
const Environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  /** Where browsers reach this server, when a proxy stands before it (for the printed links). */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATA_DIR: z.string().min(1).default('data'),
  /** As libpq has it: a socket's folder may stand for the host (`postgresql://user@/db?host=/run/postgresql`), which is no web URL. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .optional(),
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
  dataDir: string;
  databaseUrl: string | null;
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
  const { HOST, PORT, PUBLIC_URL, DATA_DIR, DATABASE_URL, MQTT_URL, MQTT_PORT, DRILL, DRILL_SEED, LOG_LEVEL } = parsed.data;
  return {
    host: HOST,
    port: PORT,
    publicUrl: PUBLIC_URL ?? null,
    dataDir: resolve(DATA_DIR),
    databaseUrl: DATABASE_URL ?? null,
    mqttUrl: MQTT_URL ?? null,
    mqttPort: MQTT_PORT,
    drill: DRILL,
    drillSeed: DRILL_SEED,
    logLevel: LOG_LEVEL,
  };
}
