/**
 * Where a text stops being JSON (RFC 8259): browsers say it in a dozen ways, and some not at all. The index of the first sign that
 * cannot stand there; the text's length when it ends too early; null: it is JSON.
 */
export function jsonFault(text: string): number | null {
  let at = 0;
  /** Thrown inside only: the way out of the depth. */
  class Broken extends Error {}
  const space = (): void => {
    while (/[ \t\n\r]/.test(text[at] ?? '')) at++;
  };
  const take = (pattern: RegExp): void => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found || found[0] === '') throw new Broken();
    at += found[0].length;
  };
  const list = (end: string, item: () => void): void => {
    at++;
    space();
    if (text[at] === end) {
      at++;
      return;
    }
    for (;;) {
      item();
      space();
      if (text[at] === end) {
        at++;
        return;
      }
      take(/,/y);
      space();
    }
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a string must not hold
  const string = (): void => take(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y);
  const value = (): void => {
    space();
    switch (text[at]) {
      case '{':
        list('}', () => {
          string();
          space();
          take(/:/y);
          value();
        });
        break;
      case '[':
        list(']', value);
        break;
      case '"':
        string();
        break;
      default:
        take(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y);
    }
  };
  try {
    value();
    space();
    return at < text.length ? at : null;
  } catch (error) {
    if (error instanceof Broken) return at;
    throw error;
  }
}

/** The line of an index, from 1. */
export const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length;
