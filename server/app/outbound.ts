import { type LookupAddress, lookup } from 'node:dns';
import { request as plain } from 'node:http';
import { request as tls } from 'node:https';
import type { LookupFunction } from 'node:net';
import { fail, ok, type Result } from '../../shared/model/result.ts';
import { type AllowList, allowedAddress, allowedUrl, type UrlRefusal } from '../domain/network/allow-list.ts';

export type OutboundFault = UrlRefusal | 'redirect' | 'status' | 'too-large' | 'unreachable';
export type Outbound = (url: string) => Promise<Result<{ type: string; bytes: Buffer }, OutboundFault>>;

type ResolveAll = (hostname: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void;
const resolveBySystem: ResolveAll = (hostname, done) => lookup(hostname, { all: true, verbatim: true }, done);
const HTTP: ReadonlySet<string> = new Set(['http:', 'https:']);

/**
 * Reads what a camera or a feed shows at an address that somebody typed (SEC23): only where the list lets it, only to an address
 * that was looked at when connecting (a name that changes its mind in between gains nothing), with no redirect, no credentials, a
 * bound of bytes and of time.
 */
export function createOutbound(parts: { list: AllowList; resolve?: ResolveAll; maxBytes?: number; timeoutMs?: number }): Outbound {
  const { list, resolve = resolveBySystem, maxBytes = 8 * 1024 * 1024, timeoutMs = 10_000 } = parts;
  const check: LookupFunction = (hostname, options, done) =>
    resolve(hostname, (error, found) => {
      const allowed = found?.filter(({ address }) => allowedAddress(address, list)) ?? [];
      const [first] = allowed;
      if (error || !first) done(Object.assign(error ?? new Error('no allowed address'), error ? {} : { code: 'ENOTALLOWED' }), '', 4);
      else if (options.all) done(null, allowed);
      else done(null, first.address, first.family);
    });

  return (text) =>
    new Promise((resolveWith) => {
      const url = allowedUrl(text, list, HTTP);
      if (!url.ok) return resolveWith(url);
      const ask = url.value.protocol === 'https:' ? tls : plain;
      const end = (fault: OutboundFault): void => {
        resolveWith(fail(fault));
        request.destroy();
      };
      const request = ask(
        url.value,
        { lookup: check, agent: false, signal: AbortSignal.timeout(timeoutMs), headers: { accept: 'image/*, application/json' } },
        (response) => {
          const { statusCode = 0, headers } = response;
          if (statusCode >= 300 && statusCode < 400) return end('redirect');
          if (statusCode !== 200) return end('status');
          const got: Buffer[] = [];
          let bytes = 0;
          response.on('data', (part: Buffer) => {
            bytes += part.byteLength;
            if (bytes > maxBytes) end('too-large');
            else got.push(part);
          });
          response.on('end', () => resolveWith(ok({ type: headers['content-type'] ?? '', bytes: Buffer.concat(got) })));
          response.on('error', () => resolveWith(fail('unreachable')));
        },
      );
      request.on('error', (error: NodeJS.ErrnoException) => resolveWith(fail(error.code === 'ENOTALLOWED' ? 'address' : 'unreachable')));
      request.end();
    });
}
