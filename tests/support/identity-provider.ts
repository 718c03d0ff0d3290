import { once } from 'node:events';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';
import { freePort } from './server-process.ts';

/** A real OpenID provider on a free port, whose pages let in anybody by whatever name they give. */
export type IdentityProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Answers its pages as a person does: from where a browser was sent to, to where the provider sends it back to. */
  signIn(url: string, as: string): Promise<string>;
  close(): Promise<void>;
};

export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const issuer = `http://127.0.0.1:${await freePort()}`;
  const client = { clientId: 'ioc', clientSecret: 'only-for-this-test-and-long-enough-for-hs256' };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    pkce: { required: () => true },
    cookies: { keys: ['only-for-this-test'] },
    // Pages that take any name; a bare list of what is claimed.
    features: { devInteractions: { enabled: true } },
  });
  const server = createServer(provider.callback()).listen(Number(new URL(issuer).port), '127.0.0.1');
  await once(server, 'listening');

  return {
    issuer,
    ...client,
    async signIn(url, as) {
      const cookies = new Map<string, string>();
      let at = url;
      let form: URLSearchParams | null = null;
      for (let steps = 0; steps < 12; steps++) {
        if (!at.startsWith(issuer)) return at;
        const response: Response = await fetch(at, {
          redirect: 'manual',
          headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
          ...(form ? { method: 'POST', body: form } : {}),
        });
        for (const cookie of response.headers.getSetCookie()) {
          const [pair = ''] = cookie.split(';');
          cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
        }
        form = null;
        const next = response.headers.get('location');
        if (next) {
          at = new URL(next, at).href;
          continue;
        }
        const page = await response.text();
        const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
        const action = /action="([^"]+)"/.exec(page)?.[1];
        if (!prompt || !action) throw new Error(`the provider showed something else: ${response.status} ${page.slice(0, 500)}`);
        at = new URL(action, at).href;
        form = new URLSearchParams(prompt === 'login' ? { prompt, login: as, password: 'x' } : { prompt });
      }
      throw new Error('the provider never came to an end');
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
