import { type Request, type RequestHandler, type Response, Router } from 'express';
import {
  DeviceCodeRequest,
  type DisplaySelf,
  LinkRequest,
  type PairingAnswer,
  type PairingStarted,
} from '../../../shared/contract/displays.ts';
import type { DisplayTokens, PairedDisplay, Pairings } from '../../domain/displays/ports.ts';
import { displayTokenOf, setDisplayCookie } from './display-cookie.ts';
import { sendProblem } from './problem.ts';
import { createSlowDown, type SlowDown } from './slow-down.ts';

export type DisplayRouterParts = {
  pairings: Pick<Pairings, 'begin' | 'ask' | 'claimLink'>;
  tokens: Pick<DisplayTokens, 'holder' | 'rotate'>;
  readBody: RequestHandler;
  /** Where a request comes from, as far as that cannot be forged. */
  addressOf: (request: Request) => string;
  /** Where people reach the centre; it stands in the QR code of a wall that reaches it as this machine. */
  origin: string;
};

/** A wall asks about its code this often. */
const ASK_EVERY_MS = 2000;
const MINUTE_S = 60;
/** A name that means another machine on each machine. */
const THIS_MACHINE = /^https?:\/\/(127[.]|localhost(:|$)|\[::1\])/;

/**
 * `/display/v1/…`: open, for it is asked by browsers that are nobody yet. What they get is a code on a screen, which is worth
 * nothing before a person approves it; how often they may ask is bounded by address. Mounted behind the guard against foreign pages.
 */
export function createDisplayRouter({ pairings, tokens, readBody, addressOf, origin }: DisplayRouterParts): Router {
  // A wall of thirty displays behind one address comes back from a power cut at once.
  const codes = createSlowDown({ points: 90, durationS: 10 * MINUTE_S });
  const questions = createSlowDown({ points: 4, durationS: 2 });
  const wrongCodes = createSlowDown({ points: 60, durationS: MINUTE_S });
  const wrongLinks = createSlowDown({ points: 10, durationS: MINUTE_S });
  const router = Router();
  router.use('/display/v1', (_, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });

  router.post('/display/v1/pairings', async (request, response) => {
    const address = addressOf(request);
    if (isSlowed(response, await codes.take(address))) return;
    const begun = await pairings.begin({ address, browser: (request.headers['user-agent'] ?? '').slice(0, 300) });
    if (!begun) return sendProblem(response, 429, { retryAfterS: MINUTE_S });
    const { origin: own = origin } = request.headers;
    const started: PairingStarted = {
      ...begun,
      verificationUrl: `${THIS_MACHINE.test(own) ? origin : own}/admin/displays#${begun.userCode}`,
      intervalMs: ASK_EVERY_MS,
    };
    response.status(201).json(started);
  });

  router.post('/display/v1/pairings/token', readBody, async (request, response) => {
    const asked = DeviceCodeRequest.safeParse(request.body);
    if (!asked.success) return sendProblem(response, 422);
    const { deviceCode } = asked.data;
    const address = addressOf(request);
    if (isSlowed(response, await wrongCodes.look(address)) || isSlowed(response, await questions.take(deviceCode))) return;
    const became = await pairings.ask(deviceCode);
    if (became.state === 'expired') await wrongCodes.take(address);
    if (became.state === 'paired') setDisplayCookie(response, became.token);
    const answer: PairingAnswer =
      became.state === 'paired'
        ? { state: 'paired', display: selfOf(became.display) }
        : became.state === 'pending'
          ? { state: 'pending', intervalMs: ASK_EVERY_MS }
          : { state: 'expired' };
    response.json(answer);
  });

  router.post('/display/v1/link', readBody, async (request, response) => {
    const asked = LinkRequest.safeParse(request.body);
    const address = addressOf(request);
    if (isSlowed(response, await wrongLinks.look(address))) return;
    const claimed = asked.success ? await pairings.claimLink(asked.data.token) : null;
    if (!claimed) {
      await wrongLinks.take(address);
      return sendProblem(response, 403);
    }
    setDisplayCookie(response, claimed.token);
    response.json(selfOf(claimed.display));
  });

  router.get('/display/v1/self', async (request, response) => {
    const token = displayTokenOf(request.headers.cookie);
    const display = token === null ? null : await tokens.holder(token);
    response.json(display && selfOf(display));
  });

  router.post('/display/v1/token', async (request, response) => {
    const token = displayTokenOf(request.headers.cookie);
    const rotated = token === null ? null : await tokens.rotate(token);
    if (!rotated) return sendProblem(response, 401);
    if (rotated.token !== null) setDisplayCookie(response, rotated.token);
    response.json(selfOf(rotated.display));
  });
  return router;
}

/** Answers the refusal itself. `waitS`: as a `SlowDown` tells it. */
export function isSlowed(response: Response, waitS: Awaited<ReturnType<SlowDown['take']>>): boolean {
  if (waitS === null) return false;
  sendProblem(response, 429, { retryAfterS: waitS });
  return true;
}

const selfOf = ({ id, name, wall, position, tokenAgeMs }: PairedDisplay): DisplaySelf => ({ id, name, wall, position, tokenAgeMs });
