/** A `Cookie` header as a browser keeps it: ours are for a secure origin, which this machine's own address is. */
export const cookiesOf = (header: string) =>
  header.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return {
      name: pair.slice(0, at),
      value: pair.slice(at + 1),
      url: 'https://127.0.0.1/',
      secure: true,
      httpOnly: true,
      sameSite: 'Strict' as const,
    };
  });
