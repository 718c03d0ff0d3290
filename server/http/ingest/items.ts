import { isUtf8 } from 'node:buffer';
import { MAX_BATCH_ITEMS, MAX_ITEM_BYTES } from '../../../shared/contract/ingest.ts';
import { ok, type Result } from '../../../shared/model/result.ts';
import type { Rejection } from '../../domain/intake/ports.ts';
import { rejected } from '../../domain/intake/rejection.ts';
import { isTooDeep } from '../../domain/network/plain-json.ts';
import { Refused } from './problems.ts';

/** One item of a request: what it says, or that it is not JSON, and its bytes for the quarantine. */
export type RawItem = { value: Result<unknown, Rejection>; body: () => Uint8Array };

export type BodyForm = 'json' | 'ndjson';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });
const NEWLINE = 0x0a;

/**
 * The items of a body: one JSON value, the elements of a JSON array, or the lines of NDJSON. A line that is not JSON is an
 * item that will be quarantined; a whole body that is not is refused.
 * @throws Refused
 */
export function itemsOf(body: Uint8Array, form: BodyForm): RawItem[] {
  if (!isUtf8(body))
    throw new Refused('not-utf8', `the byte at offset ${firstBadByte(body)} is not UTF-8; nothing of the request was stored`);
  const items = form === 'ndjson' ? linesOf(body) : valuesOf(body);
  if (items.length > MAX_BATCH_ITEMS) {
    throw new Refused('too-large', `${items.length} items in one request; at most ${MAX_BATCH_ITEMS} are accepted`);
  }
  return items;
}

/** One item alone, as the quarantine keeps it. */
export function parseItem(body: Uint8Array): Result<unknown, Rejection> {
  if (!isUtf8(body)) return rejected('not-utf8', '', `the byte at offset ${firstBadByte(body)} is not UTF-8`);
  return parseJson(decoder.decode(body));
}

function parseJson(text: string): Result<unknown, Rejection> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return rejected('malformed', '', error instanceof Error ? error.message : 'not JSON');
  }
  // Whoever writes or checks it again would run out of stack.
  return isTooDeep(value) ? rejected('malformed', '', 'nested too deep') : ok(value);
}

function valuesOf(body: Uint8Array): RawItem[] {
  const text = decoder.decode(body);
  const parsed = parseJson(text);
  if (!parsed.ok) throw new Refused('malformed', parsed.error.message);
  if (!Array.isArray(parsed.value)) {
    checkSize(body.byteLength, 0);
    return [{ value: parsed, body: () => body }];
  }
  const elements: unknown[] = parsed.value;
  return elements.map((element, index) => {
    // A batch no larger than one item may be has no item that is larger.
    if (body.byteLength > MAX_ITEM_BYTES) checkSize(Buffer.byteLength(JSON.stringify(element)), index);
    return { value: ok(element), body: () => encoder.encode(JSON.stringify(element)) };
  });
}

function linesOf(body: Uint8Array): RawItem[] {
  const items: RawItem[] = [];
  for (let start = 0; start < body.byteLength; ) {
    const newline = body.indexOf(NEWLINE, start);
    const end = newline < 0 ? body.byteLength : newline;
    const line = body.subarray(start, end);
    start = end + 1;
    const text = decoder.decode(line).trim();
    if (text === '') continue;
    checkSize(line.byteLength, items.length);
    items.push({ value: parseJson(text), body: () => line });
    if (items.length > MAX_BATCH_ITEMS) break;
  }
  return items;
}

function checkSize(bytes: number, index: number): void {
  if (bytes < MAX_ITEM_BYTES) return;
  throw new Refused('too-large', `item ${index} has ${bytes} bytes; an item must be smaller than ${MAX_ITEM_BYTES}`, { index });
}

/** Where the first ill-formed sequence starts. */
function firstBadByte(body: Uint8Array): number {
  // `good` ends a well-formed prefix; a prefix may end inside a character, and up to three bytes more complete it.
  let good = 0;
  let bad = body.byteLength;
  while (bad - good > 4) {
    const middle = (good + bad) >> 1;
    const more = [0, 1, 2, 3].find((bytes) => isUtf8(body.subarray(good, middle + bytes)));
    if (more === undefined) bad = middle;
    else good = middle + more;
  }
  for (;;) {
    const next = [1, 2, 3, 4].find((bytes) => good + bytes <= body.byteLength && isUtf8(body.subarray(good, good + bytes)));
    if (next === undefined) return good;
    good += next;
  }
}
