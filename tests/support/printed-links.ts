/** Whether a server has said all of its links: it prints them a moment after it is ready, for it must know its port first. */
export const areLinksPrinted = (output: string): boolean => /\/wall#link=\S+[\s\S]*\/ingest\/try#link=\S+\n/.test(output);

/** The one-time links that a server printed; the newest of each when it printed several. */
export function printedLinks(server: { output(): string }): { wall: string; administration: string } {
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
