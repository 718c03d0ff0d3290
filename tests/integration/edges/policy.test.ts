import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { Severity } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROUTES } from '../../../server/http/access/routes.ts';
import type { RawAnswer } from '../../support/raw-http.ts';
import { type MatrixCentre, openMatrixCentre } from '../access/centre.ts';

let centre: MatrixCentre & { close(): Promise<void> };
beforeAll(async () => {
  centre = await openMatrixCentre();
});
afterAll(() => centre?.close());

const missing = ({ headers }: RawAnswer): string[] => {
  const said = (name: string): string => String(headers[name] ?? '');
  const policy = said('content-security-policy');
  return [
    policy.includes("default-src 'none'") && policy.includes("frame-ancestors 'none'") && !policy.includes('unsafe') ? '' : 'policy',
    said('x-content-type-options') === 'nosniff' ? '' : 'nosniff',
    said('cross-origin-opener-policy') === 'same-origin' ? '' : 'opener',
    said('cross-origin-resource-policy') === 'same-origin' ? '' : 'resource',
    said('referrer-policy') === 'no-referrer' ? '' : 'referrer',
    said('permissions-policy').includes('camera=()') ? '' : 'permissions',
    said('x-frame-options') === 'DENY' ? '' : 'frame',
    said('strict-transport-security') === 'max-age=31536000' ? '' : 'transport',
    said('x-powered-by') === '' && said('server') === '' ? '' : 'what we are made of',
  ].filter(Boolean);
};

describe('SEC14 what stands on every answer', () => {
  const paths = ROUTES.map(({ method, path }) => ({ method: method === '*' ? 'PUT' : method, path: path.replaceAll(/:\w+/g, 'none') }));

  test.each(paths)('$method $path, to somebody, to nobody, to a foreign page and to a foreign name', async ({ method, path }) => {
    const [administrator] = centre.everyone;
    const body = method === 'GET' || method === 'DELETE' ? undefined : {};
    const answers = [
      await centre.ask(administrator ?? null, method, path, path === '/session/logout' ? undefined : body, {
        origin: 'https://evil.example',
      }),
      await centre.ask(null, method, path, body),
      await centre.ask(null, method, path, body, { host: 'evil.example' }),
      await centre.ask(null, method, path, body, { accept: 'text/html' }),
    ];
    expect(answers.map(missing)).toEqual([[], [], [], []]);
  });

  test.each(['/nowhere', '/assets/none.js', '/%', '/socket.io/', '/icon.svg', '/socket.io/?EIO=4&transport=polling'])(
    '%s',
    async (path) => {
      const answer = await centre.ask(null, 'GET', path);
      // Socket.IO answers its own errors; they are no pages, and hold nothing.
      if (!path.startsWith('/socket.io')) expect(missing(answer)).toEqual([]);
      expect(answer.text.length).toBeLessThan(1000);
    },
  );

  test('an evaluator of policies finds nothing of weight in ours', async () => {
    const { headers } = await centre.ask(null, 'GET', '/wall');
    const findings = new CspEvaluator(new CspParser(String(headers['content-security-policy'])).csp).evaluate();
    const grave = findings.filter(({ severity }) => severity <= Severity.MEDIUM || severity === Severity.SYNTAX);
    expect(grave.map(({ directive, description }) => `${directive}: ${description}`)).toEqual([]);
  });

  test('what is somebody’s stays in no cache', async () => {
    const [administrator] = centre.everyone;
    for (const { method, path } of paths.filter(({ method, path }) => method === 'GET' && !/^\/(map|ingest\/v1)\//.test(path))) {
      const { headers } = await centre.ask(administrator ?? null, method, path);
      expect(headers['cache-control'], path).toMatch(/no-store/);
    }
  });
});

describe('SEC12 cookies', () => {
  test('each that the server sets is __Host-, Secure, HttpOnly, SameSite and of every path', async () => {
    const answers = [
      await centre.ask(centre.everyone[0] ?? null, 'POST', '/session/logout'),
      await centre.ask(centre.everyone.at(-1) ?? null, 'POST', '/display/v1/token'),
    ];
    const cookies = answers.flatMap(({ headers }) => headers['set-cookie'] ?? []);
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-ioc/);
      for (const word of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']) expect(cookie).toContain(word);
      expect(cookie).not.toContain('Domain');
    }
  });
});

describe('SEC13 no route takes a change from elsewhere', () => {
  const changing = ROUTES.filter(({ method, path }) => method !== 'GET' && method !== '*' && !path.startsWith('/ingest/v1/'));

  test.each(changing)('$method $path', async ({ method, path }) => {
    const to = path.replaceAll(/:\w+/g, 'none');
    const [administrator] = centre.everyone;
    for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${centre.server.port}`, '']) {
      const answer = await centre.ask(
        administrator ?? null,
        method,
        to,
        {},
        { origin, 'x-forwarded-for': `2001:db8:${origin.length}::${to.length}` },
      );
      expect([answer.status, JSON.parse(answer.text).title], origin).toEqual([403, expect.stringContaining('Origin')]);
    }
  });
});
