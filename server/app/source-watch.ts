import type { Entry } from '../../shared/contract/entry.ts';
import { type EpochMs, type SourceId, sourceId } from '../../shared/model/ids.ts';
import { ok } from '../../shared/model/result.ts';
import type { World } from '../../shared/rules/fold.ts';
import type { Draft, Intake } from '../domain/intake/ports.ts';
import { sourceStateNow } from '../domain/sources/health.ts';
import type { Logger } from '../telemetry/logger.ts';

const CHECK_EVERY_MS = 1000;
const SYSTEM = sourceId('system');

export type SourceWatch = {
  /** Every entry that reaches this node, from whatever node and source. */
  heard(entries: readonly Entry[]): void;
  start(): void;
  stop(): Promise<void>;
};

type Parts = { world: () => World; intake: Intake; clock: () => EpochMs; log: Logger };

/** Sees which HTTP sources fall silent and says so in the log, on the one node that does; they have no connection that could break. */
export function createSourceWatch({ world, intake, clock, log }: Parts): SourceWatch {
  const lastHeard = new Map<SourceId, EpochMs>();
  let timer: NodeJS.Timeout | undefined;
  let telling: Promise<void> = Promise.resolve();

  const heard = (entries: Iterable<Entry>): void => {
    // What the centre itself wrote of a source is no message from it.
    for (const { kind, source, receivedAt } of entries) if (!kind.startsWith('source.')) lastHeard.set(source, receivedAt);
  };
  for (const slot of Object.values(world().slots)) heard([...slot.values()].sort((a, b) => a.receivedAt - b.receivedAt));

  async function check(): Promise<void> {
    const now = clock();
    const { slots } = world();
    const drafts: Draft[] = [];
    for (const { id, data } of slots['source.registered'].values()) {
      if (data.feed !== 'http') continue;
      const before = slots['source.state'].get(id)?.data ?? null;
      const state = sourceStateNow(data, before, lastHeard.get(sourceId(id)) ?? null, now);
      if (state) drafts.push({ kind: 'source.state', id, area: null, occurredAt: now, publisherKey: null, data: state });
    }
    if (drafts.length === 0) return;
    const body = new TextEncoder().encode(JSON.stringify(drafts));
    await intake.take({
      source: SYSTEM,
      channel: 'system:source-watch',
      receivedAt: now,
      drill: false,
      priority: 'normal',
      items: [{ body, drafts: ok(drafts) }],
    });
  }

  return {
    heard,
    start() {
      let busy = false;
      timer = setInterval(() => {
        if (busy) return;
        busy = true;
        telling = check()
          .catch((error: unknown) => log.warn({ err: error }, 'the state of the sources could not be told'))
          .finally(() => {
            busy = false;
          });
      }, CHECK_EVERY_MS);
    },
    async stop() {
      clearInterval(timer);
      await telling;
    },
  };
}
