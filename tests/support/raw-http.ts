import { request as plain } from 'node:http';
import { request as tls } from 'node:https';

export type RawAnswer = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

/** A request with exactly these headers: `fetch` decides on Host, Origin and others by itself. */
export function rawRequest(
  origin: string,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string | string[]>; body?: string | Uint8Array | undefined } = {},
): Promise<RawAnswer> {
  const { protocol, hostname, port } = new URL(origin);
  const ask = protocol === 'https:' ? tls : plain;
  const size = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const request = ask(
      { hostname, port, path, method, headers: { ...size, ...headers }, rejectUnauthorized: false, agent: false },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(parts).toString('utf8') }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
