import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { Refused } from './problems.ts';

/** Standard Webhooks: how far the signing time may lie from this centre's clock. */
export const TOLERANCE_MS = 5 * 60_000;

export type SignedHeaders = { id: string; timestamp: string; signatures: string };

const ID = /^[\x21-\x7e]{1,200}$/;

/** @throws Refused when one of the three headers is missing or not of its form. */
export function signedHeaders(header: (name: string) => string | undefined): SignedHeaders {
  const id = header('webhook-id');
  const timestamp = header('webhook-timestamp');
  const signatures = header('webhook-signature');
  if (!id || !timestamp || !signatures) {
    throw new Refused('signature-missing', 'webhook-id, webhook-timestamp and webhook-signature are required (Standard Webhooks)');
  }
  if (!ID.test(id)) throw new Refused('header', 'webhook-id must be 1 to 200 printable ASCII characters');
  if (!/^\d{1,12}$/.test(timestamp)) throw new Refused('header', 'webhook-timestamp must be seconds since 1970-01-01T00:00Z');
  return { id, timestamp, signatures };
}

/**
 * Checks a Standard Webhooks signature over the bytes as they came; any of the secrets may have made it, so that one can be
 * rotated. Done here and not by the `standardwebhooks` package (which the tests sign with): that reads the clock itself, decodes
 * the body before hashing, and hashes 4 MiB in JavaScript.
 * @throws Refused
 */
export function verifySignature(signed: SignedHeaders, body: Uint8Array, secrets: readonly string[], now: EpochMs): void {
  const aheadMs = Number(signed.timestamp) * 1000 - now;
  if (Math.abs(aheadMs) > TOLERANCE_MS) {
    const seconds = Math.round(Math.abs(aheadMs) / 1000);
    throw new Refused(
      'signature-expired',
      `webhook-timestamp is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this centre's clock; at most ${TOLERANCE_MS / 1000} s are accepted`,
    );
  }
  const given = signed.signatures
    .split(' ')
    .slice(0, 10)
    .flatMap((one) => (one.startsWith('v1,') ? [Buffer.from(one.slice(3), 'base64')] : []));
  for (const secret of secrets) {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const expected = createHmac('sha256', key).update(`${signed.id}.${signed.timestamp}.`).update(body).digest();
    for (const signature of given) if (signature.length === expected.length && timingSafeEqual(signature, expected)) return;
  }
  throw new Refused('signature-invalid', 'no v1 signature over "<webhook-id>.<webhook-timestamp>.<body>" matches the source’s secret');
}
