import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { type PairingApi, pairingApi, rest } from './exchange.ts';
import { type Holder, holderOf, renewIfOld } from './holder.ts';
import { PairingScreen } from './PairingScreen.tsx';
import { usePairing } from './use-pairing.ts';

/** How often a display looks at itself: whether it is still one, whether its token is old, and that the newest has arrived. */
const LOOK_EVERY_MS = 5 * 60_000;
const RETRY_MS = 2000;

/** `isAgain`: the picture was shown before, and its session is said to be over. */
type Standing =
  | { kind: 'asking'; wasRevoked: boolean; isAgain: boolean }
  | { kind: 'open'; holder: Exclude<Holder, { kind: 'nobody' }> }
  | { kind: 'closed'; wasRevoked: boolean };

type Props = {
  /** The picture, of whoever this browser is. It calls `onOver` when the server says that this browser's session is over. */
  children: (onOver: () => void, holder: Exclude<Holder, { kind: 'nobody' }>) => ReactNode;
  api?: PairingApi;
};

/**
 * What stands before a wall: the picture for a paired display and for a signed-in person, the pairing screen for everybody
 * else. Whatever happens, it is never a log-in page (PAIR11).
 */
export function WallGate({ children, api = pairingApi }: Props): ReactNode {
  const [standing, setStanding] = useState<Standing>({ kind: 'asking', wasRevoked: false, isAgain: false });
  const onOver = useCallback(
    () =>
      setStanding((before) => ({ kind: 'asking', wasRevoked: before.kind === 'open' && before.holder.kind === 'display', isAgain: true })),
    [],
  );
  const onPaired = useCallback(() => setStanding({ kind: 'asking', wasRevoked: false, isAgain: false }), []);

  const { kind } = standing;
  const wasRevoked = kind !== 'open' && standing.wasRevoked;
  const isAgain = kind === 'asking' && standing.isAgain;
  useEffect(() => {
    if (kind !== 'asking') return;
    const leaving = new AbortController();
    const { signal } = leaving;
    const untilKnown = async (): Promise<void> => {
      while (!signal.aborted) {
        const holder = await holderOf(api, signal);
        if (signal.aborted) return;
        if (holder?.kind === 'nobody') return setStanding({ kind: 'closed', wasRevoked });
        // Told that it is over, and still somebody: another session of this browser, or two answers that crossed. Not in a hurry.
        if (holder === null || isAgain) await rest(RETRY_MS, signal);
        if (holder && !signal.aborted) return setStanding({ kind: 'open', holder });
      }
    };
    void untilKnown();
    return () => leaving.abort();
  }, [kind, wasRevoked, isAgain, api]);

  const isDisplay = standing.kind === 'open' && standing.holder.kind === 'display';
  useEffect(() => {
    if (!isDisplay) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    const keep = async (): Promise<void> => {
      while (!signal.aborted) {
        await renewIfOld(api, signal);
        await rest(LOOK_EVERY_MS, signal);
      }
    };
    // A browser that refuses the lock, as it does while it closes, loses one look.
    keep().catch(() => undefined);
    return () => leaving.abort();
  }, [isDisplay, api]);

  switch (standing.kind) {
    case 'asking':
      return <Unknown wasRevoked={standing.wasRevoked} />;
    case 'closed':
      return <Closed api={api} wasRevoked={standing.wasRevoked} onPaired={onPaired} />;
    case 'open':
      return children(onOver, standing.holder);
  }
}

function Closed({ api, wasRevoked, onPaired }: { api: PairingApi; wasRevoked: boolean; onPaired: () => void }): ReactNode {
  return <PairingScreen pairing={usePairing(api, onPaired)} wasRevoked={wasRevoked} />;
}

/** The dark ground of a wall for as long as an answer takes; when none comes it says so. */
function Unknown({ wasRevoked }: { wasRevoked: boolean }): ReactNode {
  const [since] = useState(() => performance.now());
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), 1000);
    return () => clearTimeout(timer);
  }, []);
  if (!isLong) return <main className="wall" data-room="dark" />;
  return <PairingScreen pairing={{ code: null, isBusy: false, unreachableSince: since }} wasRevoked={wasRevoked} />;
}
