/** Whether a server has said all of its links: it prints them a moment after it is ready, for it must know its port first. */
export const areLinksPrinted = (output: string): boolean => /\/wall#link=\S+[\s\S]*\/login(#setup=\S+)?\n/.test(output);

/** The links that a server printed; the newest of each when it printed several. `setUp`: only while nobody can administer. */
export function printedLinks(server: { output(): string }): { wall: string; setUp: string } {
  const find = (path: string): string => {
    const found = [...server.output().matchAll(new RegExp(`https?://\\S+${path}=\\S+`, 'g'))].at(-1)?.[0];
    if (!found) throw new Error(`no link to ${path} was printed:\n${server.output().slice(-2000)}`);
    return found;
  };
  return {
    get wall() {
      return find('/wall#link');
    },
    get setUp() {
      return find('/login#setup');
    },
  };
}

/** The same page through another port of this machine (a proxy that can be cut). */
export function through(link: string, port: number): string {
  const url = new URL(link);
  url.port = String(port);
  return url.href;
}
