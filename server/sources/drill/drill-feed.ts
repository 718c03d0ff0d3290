import { setImmediate, setTimeout } from 'node:timers/promises';
import { type EpochMs, type SourceId, sourceId } from '../../../shared/model/ids.ts';
import type { World } from '../../../shared/rules/fold.ts';
import type { Delivery, Draft, Intake } from '../../domain/intake/ports.ts';
import { DRILL_ID, DRILL_NAME } from './drill-day.ts';
import { leftOpen } from './left-open.ts';
import { recentPast } from './recent-past.ts';
import type { Scripted } from './script.ts';
import { createTimeline, type Timeline } from './timeline.ts';

export const DRILL_SOURCE: SourceId = sourceId(DRILL_ID);

/** Where the story stands when a drill begins: rain over the sea wards, the first streets under water, the worst an hour ahead. */
const START_HOUR = 15.75;
const BATCH_MAX = 400;
/** Entries that come within this time go together. */
const SHORTEST_WAIT_MS = 20;
/** Further behind than this, the story is caught up with rather than played. */
const LAG_MAX_MS = 120_000;

export type DrillState =
  | { kind: 'idle' }
  /** Definitions and the earlier hours go in. */
  | { kind: 'preparing'; since: EpochMs }
  | { kind: 'playing'; since: EpochMs; played: number; quarantined: number }
  | { kind: 'waiting'; why: 'overloaded' | 'down'; since: EpochMs }
  | { kind: 'stopped' }
  | { kind: 'failed'; message: string };

export type DrillFeed = {
  /** Begins a drill, or goes on with the one that the world knows as running. */
  start(): void;
  /** Ends the playing; with a reason the drill itself ends, on every screen. Resolves when nothing more will come. */
  stop(ending?: { reason: string }): Promise<void>;
  state(): DrillState;
};

export type DrillFeedParts = {
  intake: Intake;
  clock: () => EpochMs;
  log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
  /** What the log holds, folded: whether a drill runs, since when, and how far it was told. */
  world: () => Pick<World, 'slots'>;
  seed: number;
  /** 60: an hour of the story in a minute. */
  speed?: number;
  /** Hours after midnight at which the story of a new drill stands. */
  startHour?: number;
  density?: number;
  /** Rejects with an AbortError when the signal fires. Tests hand in one that moves their clock. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
};

export function createDrillFeed(parts: DrillFeedParts): DrillFeed {
  const { intake, clock, log, world, seed, speed = 1, startHour = START_HOUR, density = 1 } = parts;
  const wait = parts.wait ?? ((ms: number, signal: AbortSignal) => setTimeout(ms, undefined, { signal }));
  const encoder = new TextEncoder();
  const stopping = new AbortController();
  const { signal } = stopping;
  let state: DrillState = { kind: 'idle' };
  let running: Promise<void> | null = null;
  let played = 0;
  let quarantined = 0;

  /** Resolves when it is committed; what the intake cannot take now is handed in again until it can. */
  async function deliver(drafts: readonly Draft[], abort: AbortSignal): Promise<void> {
    const isAlarm = drafts.some(
      (draft) => draft.kind === 'camera-event.observed' && (draft.data.severity === 'critical' || draft.data.severity === 'high'),
    );
    const delivery: Delivery = {
      source: DRILL_SOURCE,
      channel: 'drill',
      receivedAt: clock(),
      drill: true,
      priority: isAlarm ? 'alarm' : 'normal',
      items: drafts.map((draft) => ({ body: encoder.encode(JSON.stringify(draft)), drafts: { ok: true, value: [draft] } })),
    };
    for (;;) {
      const receipt = await intake.take(delivery);
      if (receipt.kind === 'committed') {
        played += drafts.length;
        const refused = receipt.items.flatMap((item) => (item.kind === 'quarantined' ? [item.rejection] : []));
        quarantined += refused.length;
        if (refused[0]) log.warn({ count: refused.length, first: refused[0] }, 'the intake put a part of the drill into quarantine');
        // A real source ended the drill while this was on its way.
        if (refused.some(({ code, pointer }) => code === 'ended' && pointer === '')) stopping.abort();
        return;
      }
      const before = state;
      state = { kind: 'waiting', why: receipt.kind, since: clock() };
      await wait(receipt.retryAfterS * 1000, abort);
      state = before;
      delivery.receivedAt = clock();
    }
  }

  async function deliverAll(scripted: readonly Scripted[]): Promise<void> {
    for (let i = 0; i < scripted.length; i += BATCH_MAX) {
      signal.throwIfAborted();
      const batch = scripted.slice(i, i + BATCH_MAX);
      await deliver(
        batch.map(({ draft }) => draft),
        signal,
      );
    }
  }

  const changed = (to: 'running' | 'ended', reason: string | null): Draft => {
    const at = clock();
    const data = { state: to, name: DRILL_NAME, reason };
    return { kind: 'drill.changed', id: DRILL_ID, area: null, occurredAt: at, publisherKey: `${to}@${at}`, data };
  };

  /** Everything before now, as a new drill or a drill that goes on after a restart needs it. Answers from when on to play. */
  async function prepare(): Promise<{ timeline: Timeline; from: EpochMs }> {
    state = { kind: 'preparing', since: clock() };
    const { slots } = world();
    const known = slots['drill.changed'].get(DRILL_ID);
    const goesOn = known?.data.state === 'running';
    const told = goesOn ? slots['source.state'].get(DRILL_ID)?.occurredAt : undefined;
    let anchor = clock();
    if (goesOn) anchor = known.occurredAt;
    else {
      const beginning = changed('running', null);
      anchor = beginning.occurredAt;
      await deliver([beginning], signal);
    }
    const timeline = createTimeline({ seed, anchor, startHour, speed, density });
    if (told === undefined) await deliverAll(timeline.firstDay.prelude());
    const now = clock();
    await catchUp(timeline, told ?? timeline.firstDay.startsAt, now);
    log.info({ entries: played, ms: clock() - now, goesOn }, 'the drill is prepared');
    return { timeline, from: now };
  }

  async function catchUp(timeline: Timeline, from: EpochMs, to: EpochMs): Promise<void> {
    const past = recentPast(timeline, from, to, () => setImmediate(undefined, { signal }));
    await deliverAll(past.present());
    const lives = await past.lives();
    await deliverAll(lives.scripted);
    // What another run of the drill left open, and this story does not know.
    await deliverAll(leftOpen(world(), lives, to));
    await deliverAll(await past.figures());
    // Last, because a restart goes on from the moment of the newest of these.
    await deliverAll(past.ownState());
  }

  async function play({ timeline, from }: { timeline: Timeline; from: EpochMs }): Promise<void> {
    const since = clock();
    let story = timeline.strand('entries', from);
    let next = story.next();
    while (!next.done) {
      signal.throwIfAborted();
      const now = clock();
      const due: Draft[] = [];
      const first = next.value.at;
      if (now - first > LAG_MAX_MS) {
        await catchUp(timeline, first, now);
        story = timeline.strand('entries', now);
        next = story.next();
        continue;
      }
      while (!next.done && next.value.at <= now && due.length < BATCH_MAX) {
        due.push(next.value.draft);
        next = story.next();
      }
      if (due.length > 0) await deliver(due, signal);
      state = { kind: 'playing', since, played, quarantined };
      if (!next.done && next.value.at > clock()) await wait(Math.max(SHORTEST_WAIT_MS, next.value.at - clock()), signal);
    }
  }

  return {
    start() {
      running ??= prepare()
        .then(play)
        .catch((error: unknown) => {
          if (signal.aborted) {
            state = { kind: 'stopped' };
            return;
          }
          state = { kind: 'failed', message: String(error) };
          log.error({ err: error }, 'the drill feed failed');
        });
    },
    async stop(ending) {
      stopping.abort();
      await running;
      if (ending && world().slots['drill.changed'].get(DRILL_ID)?.data.state !== 'ended') {
        // A few tries, not for ever: the server is about to close.
        await deliver([changed('ended', ending.reason)], AbortSignal.timeout(10_000));
      }
      if (state.kind !== 'failed') state = { kind: 'stopped' };
    },
    state: () => state,
  };
}
