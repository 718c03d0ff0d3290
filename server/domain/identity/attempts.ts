/**
 * How wrong proofs are slowed (SEC15). Failures are counted by who was tried and from where. A browser that this person or anybody
 * of the centre has fully signed in with before keeps a count of its own, so whatever a stranger does elsewhere never makes the
 * duty officer wait at the desk; nobody is ever locked out, only slowed.
 */
export type Budget = {
  key: string;
  /** So many failures cost nothing. */
  free: number;
  firstWaitMs: number;
  maxWaitMs: number;
  /** After so long without a failure the count begins anew. */
  forgetMs: number;
  /** A success clears the whole count; else it only takes back its own try, for others share the count. */
  clears: boolean;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

type Tried = {
  what: 'password' | 'code';
  /** The login as typed, or the person's id. */
  whom: string;
  address: string;
  /** Of a browser that is known; null: a stranger's. */
  device: string | null;
};

/** Every budget that one try draws on; the order is always the same, so that two tries never wait for each other in a circle. */
export function budgetsOf({ what, whom, address, device }: Tried): Budget[] {
  const own = { free: 5, firstWaitMs: 2_000, maxWaitMs: 15 * MINUTE_MS, forgetMs: 24 * HOUR_MS, clears: true };
  if (device !== null) return [{ key: `${what} device ${device} ${whom}`, ...own }];
  return [
    { key: `${what} pair ${address} ${whom}`, ...own },
    { key: `${what} address ${address}`, free: 30, firstWaitMs: 2_000, maxWaitMs: 15 * MINUTE_MS, forgetMs: 15 * MINUTE_MS, clears: false },
    // Many addresses against one account. Strangers' browsers share it, known ones do not.
    { key: `${what} account ${whom}`, free: 60, firstWaitMs: 1_000, maxWaitMs: 5 * MINUTE_MS, forgetMs: HOUR_MS, clears: false },
  ];
}

/** How long nothing is tried after this many failures: doubling from the first one that is not free. */
export function waitAfter(failures: number, { free, firstWaitMs, maxWaitMs }: Budget): number {
  return failures <= free ? 0 : Math.min(maxWaitMs, firstWaitMs * 2 ** Math.min(30, failures - free - 1));
}
