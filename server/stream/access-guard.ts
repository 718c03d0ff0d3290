import type { SessionEnd } from '../../shared/contract/socket.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { AccessChange, Caller } from '../domain/access/ports.ts';
import type { MirroringCallers } from './mirrors.ts';

/** Whoever sits at an open socket. */
export type Seat = { caller: Caller };

/**
 * Keeps the rights of those who are inside as fresh as those of who comes in: they are asked again when a change concerns them,
 * and once a minute besides, for sessions also end by time (SEC3, SEC5).
 *
 * While the database cannot be asked a seat stays as it is: what would take it away could not be committed either, and nothing new
 * comes to a node that cannot read the log. Where a change is known and its meaning cannot be asked for, the seat is cut (VIEW4).
 */
export type AccessGuard<S extends Seat> = {
  /** Who the cookies say it is, by rights that no change has overtaken on the way. Call `keep` without an await in between. */
  letIn(cookies: string | undefined, as: 'person' | 'display', mirrorOf: string | null): Promise<Caller | null>;
  keep(seat: S): void;
  forget(seat: S): void;
  /** Asks those again whom it concerns; how many were ended, cut, or have other rights now. Never throws. */
  apply(change: AccessChange): Promise<number>;
  close(): void;
};

export type AccessGuardParts<S extends Seat> = {
  callers: MirroringCallers;
  /** It is over for this seat. */
  end(seat: S, reason: SessionEnd): void;
  /** What it may from now on; answers whether that is anything else than before. */
  renew(seat: S, caller: Caller): boolean;
  /** Its rights changed and nobody can say how: it must not go on. */
  cut(seat: S): void;
  clock: () => EpochMs;
  log: { warn(data: object, message: string): void };
};

/** What becomes of those for whom it is over, and of those about whom nobody answers. */
type Asking<S> = { reason: SessionEnd; onUnsure: (seat: S) => number };

const AGAIN_AFTER_MS = 60_000;
/** After a question that was not answered. */
const RETRY_AFTER_MS = 5_000;
const SOON_MS = 500;
const LOOK_EVERY_MS = 1000;
/** Who is asked about in one look; the rest a second later. */
const SLICE = 50;
const AT_ONCE = 8;
/** For all who are asked about at once. A change must be done with in 2 s: who is not known by then is cut. */
const ANSWER_WITHIN_MS = 1000;
const OVERTAKEN_MAX = 10;

export function createAccessGuard<S extends Seat>(parts: AccessGuardParts<S>): AccessGuard<S> {
  const { callers, clock, log } = parts;
  /** `asked`: number of the question that it sits by. An answer to an older one is not news. */
  const seats = new Map<S, { asked: number; due: number }>();
  let questions = 0;
  let changes = 0;

  /** One question for all seats of one caller. Null: it could not be asked. */
  async function ask(caller: Caller, ms: number): Promise<{ number: number; now: Caller | null } | null> {
    const number = ++questions;
    try {
      return { number, now: await within(callers.again(caller), ms) };
    } catch (error) {
      log.warn({ err: error, principal: caller.principal.id }, 'the rights of an open connection could not be asked for again');
      return null;
    }
  }

  /** Answers how many of them changed. */
  async function askAgain(group: readonly S[], ms: number, { reason, onUnsure }: Asking<S>): Promise<number> {
    const first = group[0];
    const answer = first ? await ask(first.caller, ms) : null;
    let changed = 0;
    for (const seat of group) {
      const held = seats.get(seat);
      if (!held) continue;
      if (answer === null) changed += onUnsure(seat);
      else if (answer.number > held.asked) {
        held.asked = answer.number;
        held.due = clock() + AGAIN_AFTER_MS;
        if (answer.now === null) {
          seats.delete(seat);
          parts.end(seat, reason);
          changed++;
        } else {
          seat.caller = answer.now;
          if (parts.renew(seat, answer.now)) changed++;
        }
      }
    }
    return changed;
  }

  async function askAll(groups: readonly (readonly S[])[], asking: Asking<S>): Promise<number> {
    const startedAt = performance.now();
    let changed = 0;
    for (let i = 0; i < groups.length; i += AT_ONCE) {
      const left = Math.max(0, ANSWER_WITHIN_MS - (performance.now() - startedAt));
      const counts = await Promise.all(groups.slice(i, i + AT_ONCE).map((group) => askAgain(group, left, asking)));
      changed += counts.reduce((sum, count) => sum + count, 0);
    }
    return changed;
  }

  function askSoon(some: readonly S[]): void {
    for (const seat of some) {
      const held = seats.get(seat);
      if (held) held.due = clock() + SOON_MS;
    }
  }

  let looking = false;
  const look = setInterval(() => {
    if (looking) return;
    const now = clock();
    const due = groupsOf([...seats].flatMap(([seat, held]) => (held.due <= now ? [seat] : []))).slice(0, SLICE);
    if (due.length === 0) return;
    looking = true;
    const later = (seat: S): number => {
      const held = seats.get(seat);
      if (held) held.due = now + RETRY_AFTER_MS;
      return 0;
    };
    void askAll(due, { reason: 'expired', onUnsure: later }).finally(() => {
      looking = false;
    });
  }, LOOK_EVERY_MS);

  return {
    async letIn(cookies, as, mirrorOf) {
      for (let tries = 0; tries < OVERTAKEN_MAX; tries++) {
        const before = changes;
        const caller = await callers.of(cookies, as, mirrorOf);
        if (before === changes) return caller;
      }
      throw new Error('rights change faster than they can be asked for');
    },
    keep: (seat) => void seats.set(seat, { asked: questions, due: clock() + AGAIN_AFTER_MS }),
    forget: (seat) => void seats.delete(seat),
    apply(change) {
      changes++;
      const concerned = groupsOf([...seats.keys()].filter(({ caller }) => concerns(change, caller)));
      const cut = (seat: S): number => {
        seats.delete(seat);
        parts.cut(seat);
        return 1;
      };
      const asked = askAll(concerned, { reason: endOf(change), onUnsure: cut });
      // The hierarchy itself comes by the log, which this node may fold a moment after it hears of the change.
      if (change.subject.kind === 'areas') void asked.then(() => askSoon(concerned.flat()));
      return asked;
    },
    close: () => clearInterval(look),
  };
}

/** Whether a change may have done something to this caller's rights. */
function concerns({ subject: { kind, id } }: AccessChange, { holds, principal, mirrors }: Caller): boolean {
  switch (kind) {
    case 'person':
      return holds.kind === 'session' && holds.person === id;
    case 'session':
      return holds.kind === 'session' && holds.id === id;
    case 'display':
      return holds.kind === 'display' && holds.id === id;
    case 'wall':
      return mirrors?.wall === id || (holds.kind === 'display' && holds.wall === id);
    case 'areas':
      return principal.areas !== null;
  }
}

const endOf = ({ reason }: AccessChange): SessionEnd => (reason === 'signed-out' || reason === 'expired' ? reason : 'revoked');

/** Seats of one session or one display are asked about once. */
function groupsOf<S extends Seat>(seats: readonly S[]): S[][] {
  const groups = new Map<string, S[]>();
  for (const seat of seats) {
    const key = JSON.stringify([seat.caller.holds, seat.caller.mirrors?.wall]);
    const group = groups.get(key);
    if (group) group.push(seat);
    else groups.set(key, [seat]);
  }
  return [...groups.values()];
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
