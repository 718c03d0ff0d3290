import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { z } from 'zod';

export type SingleSignOnParts = { issuer: string; clientId: string; clientSecret: string; redirectUri: string };

/** What a browser keeps, sealed, between leaving for the provider and coming back. */
export const Journey = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string(), begunAt: z.int() });
export type Journey = z.output<typeof Journey>;

export type SingleSignOn = {
  /** Where to send the browser, and what it must bring back. @throws Error while the provider does not answer. */
  begin(now: number): Promise<{ url: string; journey: Journey }>;
  /** Who the provider says it is (`sub`), from the query that came back. @throws Error of whatever does not fit. */
  finish(query: string, journey: Journey): Promise<string>;
};

const PATIENCE_S = 5;

/** OpenID Connect's code flow with PKCE, state and nonce (RFC 9700). The provider is asked for its ways when it is first needed. */
export function createSingleSignOn({ issuer, clientId, clientSecret, redirectUri }: SingleSignOnParts): SingleSignOn {
  let discovered: Promise<Configuration> | null = null;
  const configuration = (): Promise<Configuration> => {
    const url = new URL(issuer);
    // The configuration lets plain HTTP pass on this machine alone.
    const execute = url.protocol === 'http:' ? [allowInsecureRequests] : [];
    discovered ??= discovery(url, clientId, clientSecret, undefined, { execute, timeout: PATIENCE_S }).catch((error: unknown) => {
      // One that was not there is asked again the next time.
      discovered = null;
      throw error;
    });
    return discovered;
  };
  return {
    async begin(now) {
      const journey = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier(), begunAt: now };
      const url = buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid',
        state: journey.state,
        nonce: journey.nonce,
        code_challenge: await calculatePKCECodeChallenge(journey.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, journey };
    },
    async finish(query, { state, nonce, verifier }) {
      const came = new URL(redirectUri);
      came.search = query;
      const tokens = await authorizationCodeGrant(await configuration(), came, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const subject = tokens.claims()?.sub;
      if (!subject) throw new Error('the provider named nobody');
      return subject;
    },
  };
}
