import { setTimeout as delay } from 'node:timers/promises';
import { Secret, TOTP } from 'otpauth';
import type { EnrolmentOffer, SessionProblem, SessionState } from '../../shared/contract/session.ts';

/** People as they sign in over HTTP with a phone in the hand: no short cut into the server. */

export const PASSWORD = 'Bảy con cò bay lả qua cầu Rào';
const PERIOD_MS = 30_000;

export type Answer = { status: number; body: SessionState & Partial<SessionProblem> & Record<string, unknown>; headers: Headers };

/** A browser's cookies and its way of asking. */
export class Browser {
  readonly origin: string;
  readonly #cookies = new Map<string, string>();
  constructor(origin: string, cookie = '') {
    this.origin = origin;
    for (const pair of cookie.split('; ').filter(Boolean)) this.#keep(pair);
  }
  /** `Cookie` header. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
  #keep(pair: string): void {
    const at = pair.indexOf('=');
    const value = pair.slice(at + 1);
    if (value === '') this.#cookies.delete(pair.slice(0, at));
    else this.#cookies.set(pair.slice(0, at), value);
  }
  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.origin + path, {
      method,
      redirect: 'manual',
      headers: { origin: this.origin, cookie: this.cookie, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie.split(';')[0] ?? '');
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, body: isJson ? JSON.parse(text) : {}, headers: response.headers };
  }
  post = (path: string, body?: unknown): Promise<Answer> => this.ask('POST', path, body);
  get = (path: string): Promise<Answer> => this.ask('GET', path);
}

/** An authenticator: gives every code once, as a person who waits for the next one would. */
export class Authenticator {
  readonly #totp: TOTP;
  #used = 0;
  constructor(base32: string) {
    this.#totp = new TOTP({ secret: Secret.fromBase32(base32) });
  }
  static of(offer: Record<string, unknown>): Authenticator {
    return new Authenticator((offer as EnrolmentOffer).secret);
  }
  at = (step: number): string => this.#totp.generate({ timestamp: step * PERIOD_MS });
  /** After the server was made to forget which codes it took. */
  forget(): void {
    this.#used = 0;
  }
  async next(): Promise<string> {
    const now = () => Math.floor(Date.now() / PERIOD_MS);
    // Never the one before now: it may be over before it arrives.
    const step = Math.max(this.#used + 1, now());
    // One step ahead is taken too, so that a test rarely has to wait.
    while (step > now() + 1) await delay(250);
    this.#used = step;
    return this.at(step);
  }
}

export type SignedIn = {
  browser: Browser;
  /** `Cookie` header of the complete session; it holds on every node of the same database. */
  readonly cookie: string;
  login: string;
  password: string;
  authenticator: Authenticator;
  recoveryCodes: string[];
};

const mustBe = (answer: Answer, stage: SessionState['stage']): Answer => {
  if (answer.body.stage === stage) return answer;
  throw new Error(`expected stage ${stage}, got ${answer.status} ${JSON.stringify(answer.body)}`);
};

/** From `enrol` to a complete session with a new authenticator. */
export async function enrol(browser: Browser): Promise<{ authenticator: Authenticator; recoveryCodes: string[] }> {
  const offer = await browser.post('/session/enrol');
  if (offer.status !== 200) throw new Error(`no second factor was offered: ${offer.status} ${JSON.stringify(offer.body)}`);
  const authenticator = Authenticator.of(offer.body);
  const enrolled = mustBe(await browser.post('/session/enrol/confirm', { code: await authenticator.next() }), 'full');
  return { authenticator, recoveryCodes: enrolled.body.recoveryCodes as string[] };
}

async function signedIn(browser: Browser, login: string, password: string): Promise<SignedIn> {
  const factor = await enrol(browser);
  return {
    browser,
    get cookie() {
      return browser.cookie;
    },
    login,
    password,
    ...factor,
  };
}

const byLink = new Map<string, Promise<SignedIn>>();

/** Sets up the first administrator by the printed link; asked again with the same link, gives the same one. */
export function setUpAdministrator(origin: string, link: string): Promise<SignedIn> {
  const known = byLink.get(link);
  if (known) return known;
  const made = (async () => {
    const browser = new Browser(origin);
    const token = new URL(link).hash.replace('#setup=', '');
    const setUp = { token, login: 'quantri', name: 'Nguyễn Thị Ánh', password: PASSWORD };
    mustBe(await browser.post('/session/setup', setUp), 'enrol');
    return signedIn(browser, setUp.login, PASSWORD);
  })();
  byLink.set(link, made);
  return made;
}

/** Takes up an invitation or a reset link; for a person with no second factor yet. */
export async function takeUpLink(origin: string, link: string, login: string, password = PASSWORD): Promise<SignedIn> {
  const browser = new Browser(origin);
  const token = new URL(link).hash.replace(/^#(invite|reset)=/, '');
  mustBe(await browser.post('/session/reset', { token, password }), 'enrol');
  return signedIn(browser, login, password);
}

/** Signs in anew, in the same browser or in another one. */
export async function signIn(person: SignedIn, browser = new Browser(person.browser.origin)): Promise<SignedIn> {
  mustBe(await browser.post('/session/login', { login: person.login, password: person.password }), 'totp');
  mustBe(await browser.post('/session/totp', { code: await person.authenticator.next() }), 'full');
  return {
    ...person,
    browser,
    get cookie() {
      return browser.cookie;
    },
  };
}

/** A further person of the centre, signed in. */
export async function invite(
  by: SignedIn,
  person: { login: string; name?: string; role: string; areas?: string[] | null; unit?: string | null },
): Promise<SignedIn & { id: string }> {
  const body = { name: `Người dùng ${person.login}`, areas: null, unit: null, ...person };
  const invited = await by.browser.post('/admin/v1/people', body);
  if (invited.status !== 201) throw new Error(`not invited: ${invited.status} ${JSON.stringify(invited.body)}`);
  const taken = await takeUpLink(by.browser.origin, invited.body.link as string, person.login);
  const { id } = invited.body.person as unknown as { id: string };
  return Object.assign(taken, { id });
}
