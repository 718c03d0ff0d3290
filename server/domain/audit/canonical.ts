import type { AuditEntry } from '../../../shared/contract/audit.ts';
import type { Act } from '../access/ports.ts';

/**
 * The canonical form of an entry: the bytes that its hash is made of, so that anybody can make them again from the row alone.
 *
 * It is JSON (RFC 8259) in UTF-8 with nothing left to choice: one object of the fields of `AuditFacts`, its members and those of every
 * object in `detail` sorted by the UTF-16 code units of their names, no white space, strings and numbers as ECMAScript's
 * `JSON.stringify` writes them (which is RFC 8785's way for every number that a double can hold). Text is NFC, because `storable`
 * made it so before it was sealed; the form itself changes nothing, so a row whose text was recomposed later no longer fits its hash.
 */
export type AuditFacts = Omit<AuditEntry, 'previousHash' | 'hash'>;

export function canonicalFacts(facts: AuditFacts): string {
  const { n, at, node, actor, actorName, action, subject, outcome, purpose, detail } = facts;
  const { kind, id } = subject;
  return canonicalJson({ n, at, node, actor, actorName, action, subject: { kind, id }, outcome, purpose, detail });
}

/** @throws TypeError for what JSON does not have: undefined, functions, numbers that are not finite. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join()}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('a number that JSON does not have');
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`${typeof value} is nothing that JSON has`);
  return text;
}

/** Longest text of one field; more of it is cut, and says so. */
export const TEXT_MAX = 500;
/** Longest detail, as JSON. */
export const DETAIL_MAX = 16_384;

/** An act in the form that a database gives back unchanged and that NFC leaves alone; nothing in it can forge a line of a log (SEC24). */
export type StorableAct = Pick<AuditFacts, 'actor' | 'actorName' | 'action' | 'subject' | 'outcome' | 'purpose' | 'detail'>;

/** @throws RangeError when its detail is too long: an act that cannot be written whole must not be done. */
export function storable(act: Act): StorableAct {
  // What JSON does not have (undefined, dates, big numbers of -0) takes its JSON form first.
  const detail = storableJson(JSON.parse(JSON.stringify(act.detail ?? {}))) as StorableAct['detail'];
  if (canonicalJson(detail).length > DETAIL_MAX) throw new RangeError(`the detail of ${act.action} is too long for the audit`);
  return {
    actor: clipped(act.actor),
    actorName: clipped(act.actorName),
    action: clipped(act.action),
    subject: { kind: clipped(act.subject.kind), id: clipped(act.subject.id) },
    outcome: act.outcome,
    purpose: act.purpose == null ? null : clipped(act.purpose),
    detail,
  };
}

/** PostgreSQL has no U+0000 and no half of a surrogate pair. A field is one line everywhere: what breaks lines becomes a space, other controls U+FFFD. */
const storableText = (text: string): string =>
  text
    .replaceAll(/[\t\n\r\u2028\u2029]+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, '\uFFFD')
    .normalize('NFC');

function clipped(text: string): string {
  const whole = storableText(text);
  return whole.length <= TEXT_MAX ? whole : `${whole.slice(0, TEXT_MAX - 1).replace(/\p{Cs}$/u, '')}…`;
}

function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storableJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [storableText(name), storableJson(member)]));
}
