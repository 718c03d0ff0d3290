import type { DisplaySelf, PairingAnswer, PairingStarted } from '../../../../shared/contract/displays.ts';
import type { SessionState } from '../../../../shared/contract/session.ts';

/** `unreachable`: no answer, or one that says nothing about us (a proxy's, a server that is starting). `busy`: to be asked again later. */
export type Asked<T> = { kind: 'answer'; value: T } | { kind: 'busy'; retryMs: number } | { kind: 'unreachable' };

const NO_ANSWER_MS = 8000;

async function ask<T>(path: string, body: object | null, signal: AbortSignal): Promise<Asked<T>> {
  try {
    const response = await fetch(path, {
      method: body === null ? 'GET' : 'POST',
      ...(body === null ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(NO_ANSWER_MS)]),
    });
    if (response.ok) return { kind: 'answer', value: (await response.json()) as T };
    if (response.status === 429) return { kind: 'busy', retryMs: 1000 * Number(response.headers.get('retry-after') ?? 5) };
    return { kind: 'unreachable' };
  } catch {
    // No network, no server, an answer that is no JSON: all the same to a wall, which asks again.
    return { kind: 'unreachable' };
  }
}

export type PairingApi = {
  self(signal: AbortSignal): Promise<Asked<DisplaySelf | null>>;
  session(signal: AbortSignal): Promise<Asked<Pick<SessionState, 'stage'> | null>>;
  begin(signal: AbortSignal): Promise<Asked<PairingStarted>>;
  ask(deviceCode: string, signal: AbortSignal): Promise<Asked<PairingAnswer>>;
  renew(signal: AbortSignal): Promise<Asked<DisplaySelf>>;
};

export const pairingApi: PairingApi = {
  self: (signal) => ask('/display/v1/self', null, signal),
  session: (signal) => ask('/session', null, signal),
  begin: (signal) => ask('/display/v1/pairings', {}, signal),
  ask: (deviceCode, signal) => ask('/display/v1/pairings/token', { deviceCode }, signal),
  renew: (signal) => ask('/display/v1/token', {}, signal),
};

/** Resolves after the time, or at once when it is called off. Leaves nothing on the signal, which lives as long as the wall. */
export const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
