import { useEffect, useState } from 'react';
import { type PairingApi, rest } from './exchange.ts';

/** What the screen shows. Moments are of this page's own clock (`performance.now()`): a wall's calendar may be wrong. */
export type Pairing = {
  code: { userCode: string; url: string; endsAt: number } | null;
  /** Asked for too often: a new code comes by itself, later. */
  isBusy: boolean;
  /** Since when the server gives no answer; null: it does. */
  unreachableSince: number | null;
};

const RETRY_MS = 2000;
const START: Pairing = { code: null, isBusy: false, unreachableSince: null };

/** Asks for codes, one after another, until one of them is approved; then `onPaired`, once. */
export function usePairing(api: Pick<PairingApi, 'begin' | 'ask'>, onPaired: () => void): Pairing {
  const [pairing, setPairing] = useState<Pairing>(START);
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const reached = (change: Partial<Pairing>): void =>
      setPairing((before) => ({ ...before, unreachableSince: null, isBusy: false, ...change }));
    const lost = (): void => setPairing((before) => ({ ...before, unreachableSince: before.unreachableSince ?? performance.now() }));

    /** Whether it ended in a pairing. */
    async function oneCode(): Promise<boolean> {
      const started = await api.begin(signal);
      if (signal.aborted) return false;
      if (started.kind !== 'answer') {
        if (started.kind === 'busy') reached({ isBusy: true, code: null });
        else lost();
        await rest(started.kind === 'busy' ? started.retryMs : RETRY_MS, signal);
        return false;
      }
      const { userCode, verificationUrl: url, deviceCode, intervalMs, at, expiresAt } = started.value;
      const endsAt = performance.now() + (expiresAt - at);
      reached({ code: { userCode, url, endsAt } });
      while (!signal.aborted && performance.now() < endsAt) {
        await rest(intervalMs, signal);
        const answer = await api.ask(deviceCode, signal);
        if (signal.aborted) return false;
        if (answer.kind === 'unreachable') lost();
        else if (answer.kind === 'busy') await rest(answer.retryMs, signal);
        else if (answer.value.state === 'paired') return true;
        else if (answer.value.state === 'expired') break;
        else reached({});
      }
      return false;
    }

    async function untilPaired(): Promise<void> {
      while (!signal.aborted) {
        if (!(await oneCode())) continue;
        if (!signal.aborted) onPaired();
        return;
      }
    }
    void untilPaired();
    return () => leaving.abort();
  }, [api, onPaired]);
  return pairing;
}
