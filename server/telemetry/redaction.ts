import { stdSerializers } from 'pino';

/** Redacting what is redacted already changes nothing: the mask has no blank and no sign that ends a parameter. */
const MASK = '[***]';
const MAX_DEPTH = 8;
const MAX_TEXT = 8_192;
const MAX_ITEMS = 100;

/** Names whose value never stands in a log, whatever the depth: part of the name is enough. */
const SECRET_NAME =
  /password|passwd|passphrase|secret|token|credential|signature|private[-_]?key|api[-_]?key|authorization|cookie|^otp$|^pin$/i;

/** Secrets that travel inside a text: user:password@host, an authorization header's value, a query or fragment parameter. */
const SECRET_TEXTS: [RegExp, string][] = [
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]*@/gi, `$1:${MASK}@`],
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${MASK}`],
  [/([?&#;](?:token|key|api_key|code|secret|password|signature)=)[^&#;\s"']+/gi, `$1${MASK}`],
];

/**
 * Characters that a terminal or a reader obeys instead of showing: DEL and the C1 set (an 8-bit escape among them), line and
 * paragraph separators, changes of writing direction. What lies below U+0020 the JSON encoder escapes itself.
 */
const CONTROLS = /[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text as it may be logged: no secret that can be recognised, nothing that forges a line, at most 8 KiB. */
export function redactText(text: string): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (+${text.length - MAX_TEXT})` : text;
  const masked = SECRET_TEXTS.reduce((rest, [pattern, mask]) => rest.replace(pattern, mask), short);
  return masked.replace(CONTROLS, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * A copy of what is to be logged, at every depth without secrets (ASVS 5.0, 16.2.5): by name, and inside texts. Deeper than 8
 * levels or longer than 100 items it is cut and says so; the value handed in is never changed.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Error) return redact({ ...stdSerializers.err(value) }, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} byte]`;
  if (depth >= MAX_DEPTH) return '[sâu hơn / deeper]';
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1));
    return value.length > MAX_ITEMS ? [...items, `… (+${value.length - MAX_ITEMS})`] : items;
  }
  return redactFields(value, depth);
}

/** The same for the fields of one log line. */
export function redactFields(fields: object, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      redactText(name),
      SECRET_NAME.test(name) && typeof field !== 'boolean' && field != null ? MASK : redact(field, depth + 1),
    ]),
  );
}
