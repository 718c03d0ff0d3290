/** One delivery as an agency's software makes it: what is sent, and the three headers that sign it (Standard Webhooks). */
export type SignedDelivery = {
  body: string;
  type: 'application/json' | 'application/x-ndjson';
  headers: { 'webhook-id': string; 'webhook-timestamp': string; 'webhook-signature': string };
};

/** False where the page is not in a secure context (plain http on another machine): then the browser has no WebCrypto. */
export const canSign = (): boolean => globalThis.crypto?.subtle !== undefined;

/**
 * Signs `<id>.<timestamp>.<body>` with HMAC-SHA-256 under the source's secret.
 * @param secret `whsec_` and base64, or the base64 alone
 * @param at seconds since 1970 of this attempt
 * @throws when the secret is not base64
 */
export async function signDelivery(
  secret: string,
  id: string,
  at: number,
  body: string,
  type: SignedDelivery['type'],
): Promise<SignedDelivery> {
  const bytes = Uint8Array.from(atob(secret.trim().replace(/^whsec_/, '')), (character) => character.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${id}.${at}.${body}`));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(signature)));
  return { body, type, headers: { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${base64}` } };
}
