import { fail } from '../../../shared/model/result.ts';
import type { Rejection } from './ports.ts';

/** PostgreSQL's text holds neither NUL nor half a surrogate pair, and a rejection may echo what was sent. */
const printable = (text: string, max: number): string => text.slice(0, max).replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd');

export const rejected = (code: Rejection['code'], pointer: string, message: string): { ok: false; error: Rejection } =>
  fail({ code, pointer: printable(pointer, 300), message: printable(message, 1000) });

/** RFC 6901, from the path that a parser reports. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
