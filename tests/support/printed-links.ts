import type { ServerProcess } from './server-process.ts';

/** The one-time links that a server printed; the newest of each when it printed several. */
export function printedLinks(server: Pick<ServerProcess, 'output'>): { wall: string; administration: string } {
  const find = (path: string): string => {
    const found = [...server.output().matchAll(new RegExp(`http://\\S+${path}#link=\\S+`, 'g'))].at(-1)?.[0];
    if (!found) throw new Error(`no link to ${path} was printed:\n${server.output().slice(-2000)}`);
    return found;
  };
  return { wall: find('/wall'), administration: find('/ingest/try') };
}

/** The same page through another port of this machine (a proxy that can be cut). */
export function through(link: string, port: number): string {
  const url = new URL(link);
  url.port = String(port);
  return url.href;
}
