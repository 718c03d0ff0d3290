import { createServer as createPlainServer, type Server as HttpServer, type RequestListener, type ServerOptions } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Edge } from '../domain/network/edge.ts';
import { limitConnections } from '../http/edges/connection-limit.ts';
import { createEntrance } from '../http/edges/entrance.ts';
import { BARE_HEADERS } from '../http/edges/headers.ts';
import { tlsServer } from './certificate.ts';
import type { Configuration } from './configuration.ts';

/** The one port, taken before anything else is begun: a second server on it says so and has touched nothing (START6). */
export type FrontDoor = {
  http: HttpServer;
  port: number;
  /** Until then everything but `/live` is answered with 503. */
  open(app: RequestListener): void;
  /** From now on every answer also ends its connection: a publisher that keeps one open must not hold up the end. */
  leave(): void;
  close(): Promise<void>;
};

/** What one asker may hold of the server before it has said anything worth knowing (slow loris). */
export type DoorLimits = { headMs: number; requestMs: number; idleMs: number; connectionsEach: number };
const LIMITS: DoorLimits = { headMs: 10_000, requestMs: 60_000, idleMs: 15_000, connectionsEach: 1_024 };
/** What is asked when the server leaves is answered by then. */
const LEAVE_MS = 3_000;
const MAX_HEADERS = 64;
const MAX_HEAD_BYTES = 16 * 1024;

type DoorParts = Pick<Configuration, 'host' | 'port' | 'tls'> & { edge: Edge; limits?: Partial<DoorLimits> };

/** @throws Error whose message names the variable that is to be changed. */
export async function takePort({ host, port, tls, edge, limits }: DoorParts): Promise<FrontDoor> {
  let app = starting;
  let leaving = false;
  const { headMs, requestMs, idleMs, connectionsEach } = { ...LIMITS, ...limits };
  const options: ServerOptions = {
    maxHeaderSize: MAX_HEAD_BYTES,
    headersTimeout: headMs,
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    connectionsCheckingInterval: Math.min(1000, headMs / 2),
  };
  const { http, forget } = tls ? tlsServer(tls, options) : { http: createPlainServer(options), forget: () => {} };
  http.maxHeadersCount = MAX_HEADERS;
  const entrance = createEntrance(edge);
  http.on('request', (request, response) => {
    if (leaving) response.setHeader('Connection', 'close');
    if (entrance(request, response)) app(request, response);
  });
  http.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
    if (socket.writable) socket.end(`HTTP/1.1 ${status} \r\nConnection: close\r\nContent-Length: 0\r\n${BARE_HEADERS}\r\n\r\n`);
    else socket.destroy(error);
  });
  limitConnections(http, edge, connectionsEach);
  await new Promise<void>((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => reject(new Error(refusal(error, host, port), { cause: error })));
    http.listen(port, host, resolve);
  });
  return {
    http,
    port: (http.address() as AddressInfo).port,
    open(next) {
      app = next;
    },
    leave() {
      leaving = true;
      // A browser opens connections ahead of need and says nothing on them: whoever waits for their end waits for ever.
      setTimeout(() => http.closeAllConnections(), LEAVE_MS).unref();
    },
    close: () =>
      new Promise((resolve) => {
        forget();
        if (!http.listening) return resolve();
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}

function refusal({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `PORT: cổng ${port} đang được dùng / port ${port} is in use on ${host}`;
    case 'EACCES':
      return `PORT: không có quyền mở cổng ${port} / not allowed to open port ${port}`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST: máy này không có địa chỉ ${host} / this machine has no address ${host}`;
    default:
      return `HOST, PORT: ${message}`;
  }
}

/** A page that was left open on a wall comes back by itself; there is nobody to press a key. */
const STARTING_PAGE = `<!doctype html><html lang="vi"><meta charset="utf-8"><meta http-equiv="refresh" content="1">
<title>Đang khởi động / Starting</title><p>Hệ thống đang khởi động… / The server is starting…</p></html>`;

const starting: RequestListener = ({ url, headers }, response) => {
  if (url === '/live') {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"live":true}');
    return;
  }
  const asPage = headers.accept?.includes('text/html') ?? false;
  const type = asPage ? 'text/html; charset=utf-8' : 'application/json';
  const body = asPage ? STARTING_PAGE : '{"ready":false,"problems":["starting"]}';
  response.writeHead(503, { 'Content-Type': type, 'Retry-After': '1', 'Cache-Control': 'no-store' }).end(body);
};
