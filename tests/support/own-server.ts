import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from '../../server/app/configuration.ts';
import { type RunningServer, startServer } from '../../server/app/server.ts';

/** A whole server in the test's own process, as composed for real, over a database that is already there: to look inside what no process shows. */
export async function ownServer(databaseUrl: string, env: Record<string, string> = {}): Promise<RunningServer & { dataDir: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'ioc-own-'));
  try {
    const configuration = readConfiguration({
      DATABASE_URL: databaseUrl,
      DATA_DIR: folder,
      PORT: '0',
      MQTT_PORT: 'off',
      DRILL: 'off',
      LOG_LEVEL: 'silent',
      ...env,
    });
    const server = await startServer(configuration);
    return {
      ...server,
      dataDir: folder,
      async close() {
        await server.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Mounts what only stands where single sign-on is configured. Nobody listens there: a provider is asked only when somebody signs in. */
export const WITH_SINGLE_SIGN_ON = { OIDC_ISSUER: 'https://127.0.0.1:1', OIDC_CLIENT_ID: 'ioc', OIDC_CLIENT_SECRET: 'not-asked-for' };
