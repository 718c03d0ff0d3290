/** Where in a JSON text the value at an RFC 6901 pointer stands, as offsets; with its key where it has one. null: it is not there. */
export function faultSpan(text: string, pointer: string): { start: number; end: number } | null {
  if (pointer === '') return null;
  const path = pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  try {
    return new Walk(text).find(path);
  } catch (error) {
    // What came need not be JSON.
    if (error instanceof NotJson) return null;
    throw error;
  }
}

class NotJson extends Error {}

/** One pass over the text, which remembers only where the wanted path led. */
class Walk {
  #at = 0;
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }

  find(path: readonly string[]): { start: number; end: number } | null {
    this.#blank();
    return this.#value(path, null);
  }

  /** Reads one value; answers where it stands when the path ends in it. `keyAt`: where its key began. */
  #value(path: readonly string[] | null, keyAt: number | null): { start: number; end: number } | null {
    const start = keyAt ?? this.#at;
    const sign = this.#text[this.#at];
    let found: { start: number; end: number } | null = null;
    if (sign === '{') found = this.#members(path);
    else if (sign === '[') found = this.#elements(path);
    else if (sign === '"') this.#string();
    else this.#literal();
    return path?.length === 0 ? { start, end: this.#at } : found;
  }

  #members(path: readonly string[] | null): { start: number; end: number } | null {
    let found: { start: number; end: number } | null = null;
    this.#take('{');
    while (!this.#closes('}')) {
      const keyAt = this.#at;
      const key = this.#string();
      this.#blank();
      this.#take(':');
      this.#blank();
      found = this.#value(path && path[0] === key ? path.slice(1) : null, keyAt) ?? found;
    }
    return found;
  }

  #elements(path: readonly string[] | null): { start: number; end: number } | null {
    let found: { start: number; end: number } | null = null;
    this.#take('[');
    for (let i = 0; !this.#closes(']'); i++) found = this.#value(path && path[0] === String(i) ? path.slice(1) : null, null) ?? found;
    return found;
  }

  /** Past what separates; true past the closing sign. */
  #closes(sign: '}' | ']'): boolean {
    this.#blank();
    if (this.#text[this.#at] === ',') {
      this.#at++;
      this.#blank();
    }
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #string(): string {
    const raw = /"(?:[^"\\]|\\.)*"/y;
    raw.lastIndex = this.#at;
    const hit = raw.exec(this.#text);
    if (!hit) throw new NotJson();
    this.#at = raw.lastIndex;
    try {
      return String(JSON.parse(hit[0]));
    } catch {
      return hit[0];
    }
  }

  #literal(): void {
    const raw = /[^\s,\]}:"{[]+/y;
    raw.lastIndex = this.#at;
    if (!raw.test(this.#text)) throw new NotJson();
    this.#at = raw.lastIndex;
  }

  #take(sign: string): void {
    if (this.#text[this.#at] !== sign) throw new NotJson();
    this.#at++;
  }

  #blank(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }
}
