import type { EpochMs, SourceId } from '../../shared/model/ids.ts';
import type { Result } from '../../shared/model/result.ts';
import type { World } from '../../shared/rules/fold.ts';
import type { Delivery, Draft, Receipt, Rejection, ReplayResult } from '../domain/intake/ports.ts';
import type { Quarantine } from '../domain/log/ports.ts';

/** What the edge that took an item in makes of its body today; null when nobody reads that channel any more. */
export type Reparse = (channel: string, body: Uint8Array, source: SourceId, receivedAt: EpochMs) => Result<Draft[], Rejection> | null;

type Parts = {
  replaying?: { quarantine: Quarantine; reparse: Reparse };
  enter: (delivery: Delivery, replayOf: string) => Promise<Receipt>;
  world: () => World;
  clock: () => EpochMs;
};

/**
 * A second try of what was quarantined. It arrives now: the log is ordered by arrival. Its key keeps a repeat, or a crash
 * between the commit and the mark, from storing it twice; an item without a publisher's key gets one from its quarantine id.
 */
export const createReplay =
  ({ replaying, enter, world, clock }: Parts) =>
  async (id: string, by: string, mended?: Uint8Array): Promise<ReplayResult> => {
    if (!replaying) return { kind: 'unknown' };
    const { quarantine, reparse } = replaying;
    const record = await quarantine.get(id);
    if (!record) return { kind: 'unknown' };
    if (record.replayed) return { kind: 'already-replayed' };
    const body = mended ?? record.body;
    const receivedAt = clock();
    const parsed = reparse(record.channel, body, record.source, receivedAt);
    if (!parsed) {
      return { kind: 'rejected', rejection: { code: 'malformed', pointer: '', message: `nothing reads the channel "${record.channel}"` } };
    }
    if (!parsed.ok) return { kind: 'rejected', rejection: parsed.error };
    const drafts = parsed.value.map((draft, n) => ({
      ...draft,
      publisherKey: draft.publisherKey ?? `quarantine:${id}${n === 0 ? '' : `#${n}`}`,
      ...(mended ? { actor: by } : {}),
    }));
    const receipt = await enter(
      {
        source: record.source,
        channel: record.channel,
        receivedAt,
        drill: world().slots['source.registered'].get(record.source)?.drill ?? false,
        items: [{ body, drafts: { ok: true, value: drafts } }],
        priority: 'normal',
      },
      id,
    );
    if (receipt.kind !== 'committed') return receipt;
    const item = receipt.items[0];
    if (!item) return { kind: 'unknown' };
    if (item.kind === 'quarantined') return { kind: 'rejected', rejection: item.rejection };
    const marked = await quarantine.markReplayed(id, { at: clock(), by, seqs: item.seqs });
    return marked ? item : { kind: 'already-replayed' };
  };
