import type { DisplaySelf } from '../../../../shared/contract/displays.ts';
import type { PairingApi } from './exchange.ts';

/** Whose wall this is: a paired display's, a signed-in person's, or nobody's yet. */
export type Holder = { kind: 'display'; self: DisplaySelf } | { kind: 'person' } | { kind: 'nobody' };

/** null: the server could not be asked. */
export async function holderOf(api: Pick<PairingApi, 'self' | 'session'>, signal: AbortSignal): Promise<Holder | null> {
  const display = await api.self(signal);
  if (display.kind !== 'answer') return null;
  if (display.value) return { kind: 'display', self: display.value };
  const session = await api.session(signal);
  if (session.kind !== 'answer') return null;
  return { kind: session.value?.stage === 'full' ? 'person' : 'nobody' };
}

/** Past this age a display asks for a new token. */
const DAY_MS = 24 * 3600_000;

/** Windows of one browser share its cookie: they renew it one after the other. Browsers without locks have one window on a wall. */
export async function renewIfOld(api: Pick<PairingApi, 'self' | 'renew'>, signal: AbortSignal): Promise<void> {
  const renew = async (): Promise<void> => {
    const self = await api.self(signal);
    if (self.kind === 'answer' && self.value && self.value.tokenAgeMs >= DAY_MS) await api.renew(signal);
  };
  await ('locks' in navigator ? navigator.locks.request('ioc-display-token', renew) : renew());
}
