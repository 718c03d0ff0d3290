import type { ReplayOrder } from '../../shared/contract/direction.ts';
import type { Link } from '../../shared/contract/link.ts';
import { BEFORE_FIRST, type EpochMs, epochMs, type Seq } from '../../shared/model/ids.ts';
import { replayMoment } from '../../shared/rules/direction.ts';
import { createReplayBuffer } from '../connection/replay-buffer.ts';
import type { ReplayFault, ReplayReader } from '../connection/replay-reader.ts';
import { createLinkStore, type LinkStore } from '../stores/link-store.ts';
import type { Stores } from '../stores/stores-context.tsx';
import { createWorldStore } from '../stores/world-store.ts';

export type ReplayStores = Stores & {
  /** Another order: goes on from where it stands when it can, else seeks. */
  follow(order: ReplayOrder): void;
  close(): void;
};

type Parts = {
  order: ReplayOrder;
  reader: Pick<ReplayReader, 'seek' | 'page'>;
  /** The server's clock. */
  now: () => number;
  schedule: (publish: () => void) => void;
  /** The screen's own connection: a past that stands still asks for nothing, and would not notice that it is cut off. */
  live?: Pick<LinkStore, 'getState'>;
};

const BEAT_MS = 50;
const RETRY_MS = 1000;
/** Faster than this nobody reads the seconds. */
const TELL_EVERY_MS = 250;
/** Read ahead: so many real seconds of the past, and never less than so much of it. */
const AHEAD_REAL_MS = 12_000;
const AHEAD_MIN_MS = 15_000;
/** At the edge of the present there is nothing ahead: asked again no sooner. */
const EDGE_MS = 500;
/** What waits in memory; the rest is read when its time comes near. */
const WAITING_MAX = 20_000;
/** So many real seconds behind, a new picture is cheaper than all that lies between. */
const BEHIND_MS = 30_000;

/**
 * The stores of a moment of the past: the very same shape as the live ones, so that the same tiles draw it (REPLAY5). Where it stands
 * follows from the order and the server's clock alone, so displays with one order agree (REPLAY6); it never shows a moment of which
 * something is still missing.
 */
export function createReplayStores({ order: first, reader, now, schedule, live }: Parts): ReplayStores {
  const world = createWorldStore({ schedule });
  const link = createLinkStore();
  const buffer = createReplayBuffer();
  const listeners = new Set<() => void>();
  let order = first;
  /** Newest entry that was read. */
  let cursor: Seq = BEFORE_FIRST;
  /** Whether the world is one that the present order goes on from. Until it is, the old one stays, and so does its clock. */
  let isPictured = false;
  /** Everything received until then is here. */
  let covered = epochMs(0);
  let shown = replayMoment(order, now());
  let work: AbortController | null = null;
  let notBefore = 0;
  let cut: { since: number; attempt: number; fault: ReplayFault } | null = null;
  let isOver = false;
  let toldAt = 0;

  const become = (next: Link): void => link.setState({ link: next });
  become({ kind: 'connecting', since: shown });

  /** One request at a time; null: it was overtaken, or failed. */
  async function reading<T>(
    read: (signal: AbortSignal) => Promise<{ ok: true; value: T } | { ok: false; error: ReplayFault }>,
  ): Promise<T | null> {
    const own = new AbortController();
    work = own;
    const answer = await read(own.signal);
    if (own.signal.aborted) return null;
    work = null;
    if (answer.ok) {
      cut = null;
      return answer.value;
    }
    notBefore = now() + RETRY_MS;
    isOver = answer.error.kind === 'signed-out';
    cut = { since: cut?.since ?? now(), attempt: (cut?.attempt ?? 0) + 1, fault: answer.error };
    tell();
    return null;
  }

  async function seek(): Promise<void> {
    const at = epochMs(Math.min(replayMoment(order, now()), Math.floor(now())));
    const picture = await reading((signal) => reader.seek(at, signal));
    if (!picture) return;
    cursor = picture.snapshot.seq;
    covered = picture.at;
    shown = picture.at;
    isPictured = true;
    buffer.restart(picture.at);
    world.replace(picture.snapshot);
    link.setState({ view: picture.view });
    tell();
    beat();
  }

  async function readAhead(until: EpochMs): Promise<void> {
    const page = await reading((signal) => reader.page(cursor, until, signal));
    if (!page) return;
    buffer.add(page.frame);
    cursor = page.frame.to;
    covered = epochMs(Math.max(covered, page.covered));
    if (!page.more && page.covered < until) notBefore = now() + EDGE_MS;
    beat();
  }

  /** Up to where the past should be here, while it stands at a position. */
  function wanted(position: EpochMs): EpochMs {
    const ahead = order.speed === 0 ? 0 : Math.max(AHEAD_MIN_MS, AHEAD_REAL_MS * order.speed);
    return epochMs(Math.min(position + ahead, order.to ?? Number.POSITIVE_INFINITY));
  }

  function beat(): void {
    if (isOver) return;
    const time = now();
    const position = replayMoment(order, time);
    if (isPictured && position - covered > BEHIND_MS * Math.max(1, order.speed)) isPictured = false;
    const isFree = work === null && time >= notBefore;
    if (!isPictured) {
      if (isFree) void seek();
    } else {
      shown = epochMs(Math.min(position, covered));
      for (const frame of buffer.take(shown)) world.applyFrame(frame);
      const until = wanted(position);
      // At half of what is wanted ahead: few large pages instead of many small ones.
      const isLow = covered < until && covered - position <= (until - position) / 2;
      if (isFree && isLow && buffer.waiting() < WAITING_MAX) void readAhead(until);
    }
    if (time - toldAt >= TELL_EVERY_MS) tell();
  }

  function tell(): void {
    toldAt = now();
    link.setState({ cursor: world.world().seq });
    sayLink();
    // Who reads whole seconds is not drawn again for parts of one.
    for (const listener of listeners) listener();
  }

  /** Ages are counted by the clock of the past, which goes its own way: how long something lasts is moved into it. */
  function sayLink(): void {
    const ago = (since: number): EpochMs => epochMs(shown - Math.max(0, now() - since));
    const down = (since: number, attempt: number): void =>
      become({ kind: 'down', since: ago(since), lastSeq: world.world().seq, lastHeardAt: ago(since), attempt });
    const own = live?.getState().link;
    if (cut?.fault.kind === 'signed-out') become({ kind: 'ended', reason: 'unknown' });
    else if (cut?.fault.kind === 'cut') down(cut.since, cut.attempt);
    else if (cut) become({ kind: 'refused', message: cut.fault.message });
    else if (own?.kind === 'down') down(own.lastHeardAt ?? own.since, own.attempt);
    else if (!isPictured && world.world().seq === BEFORE_FIRST) become({ kind: 'connecting', since: shown });
    else become({ kind: 'replaying', at: shown });
  }

  const timer = setInterval(beat, BEAT_MS);
  beat();

  return {
    world,
    link,
    clock: {
      now: () => shown,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    follow(next) {
      if (JSON.stringify(next) === JSON.stringify(order)) return;
      order = next;
      const position = replayMoment(order, now());
      isPictured = isPictured && position >= buffer.taken() && position <= covered;
      work?.abort();
      work = null;
      notBefore = 0;
      beat();
    },
    close() {
      isOver = true;
      clearInterval(timer);
      work?.abort();
    },
  };
}
