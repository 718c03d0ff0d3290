import { createServer, type Server as HttpServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
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

/** @throws Error whose message names the variable that is to be changed. */
export async function takePort({ host, port }: Pick<Configuration, 'host' | 'port'>): Promise<FrontDoor> {
  let app = starting;
  let leaving = false;
  const http = createServer((request, response) => {
    if (leaving) response.setHeader('Connection', 'close');
    app(request, response);
  });
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
    },
    close: () =>
      new Promise((resolve) => {
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
