import { readFileSync, statSync } from 'node:fs';
import type { Server as HttpServer, ServerOptions } from 'node:http';
import { createServer } from 'node:https';
import type { Configuration } from './configuration.ts';

/** A certificate that was renewed is taken up without a restart: walls stay for months, certificates for weeks. */
const LOOK_EVERY_MS = 60_000;

/** @throws Error naming the file that cannot be used. */
export function tlsServer({ certFile, keyFile }: NonNullable<Configuration['tls']>, options: ServerOptions) {
  const read = (name: 'TLS_CERT' | 'TLS_KEY', path: string): Buffer => {
    try {
      return readFileSync(path);
    } catch (error) {
      throw new Error(`${name}: không đọc được / cannot be read: ${path} (${(error as NodeJS.ErrnoException).code})`, { cause: error });
    }
  };
  const pair = () => ({ cert: read('TLS_CERT', certFile), key: read('TLS_KEY', keyFile), minVersion: 'TLSv1.2' as const });
  const changed = (): number => statSync(certFile).mtimeMs;
  const make = () => {
    try {
      return createServer({ ...options, ...pair() });
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('TLS_')) throw error;
      throw new Error(`TLS_CERT, TLS_KEY: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  };
  const http = make();
  let since = changed();
  const looking = setInterval(() => {
    try {
      if (changed() === since) return;
      http.setSecureContext(pair());
      since = changed();
    } catch {
      // Half written, or its key is not there yet: the old one serves until the next look.
    }
  }, LOOK_EVERY_MS).unref();
  return { http: http as HttpServer, forget: () => clearInterval(looking) };
}
