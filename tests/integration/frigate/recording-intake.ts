import type { Delivery, Draft, Intake, ItemReceipt, Receipt } from '../../../server/domain/intake/ports.ts';
import { type Seq, seq } from '../../../shared/model/ids.ts';

/**
 * A fake intake, so that the source is tested alone: it keeps what it is handed and knows a publisher's key again, as the log
 * does. What the real pipeline makes of it is tested with the real pipeline.
 */
export type RecordingIntake = Intake & {
  deliveries: Delivery[];
  stored: Draft[];
  duplicates: Draft[];
  rejected: { channel: string; code: string; pointer: string; message: string }[];
  refused: number;
  /** null: commits. Else every delivery, or every normal one, is answered so. */
  answer: { kind: 'overloaded' | 'down' | 'throws'; only?: 'normal'; retryAfterS: number } | null;
  /** The newest truth of a subject. */
  newest<K extends Draft['kind']>(kind: K, id: string): Extract<Draft, { kind: K }> | undefined;
};

export function recordingIntake(): RecordingIntake {
  const keys = new Map<string, Seq>();
  const intake: RecordingIntake = {
    deliveries: [],
    stored: [],
    duplicates: [],
    rejected: [],
    refused: 0,
    answer: null,
    newest: <K extends Draft['kind']>(kind: K, id: string) =>
      intake.stored.findLast((draft): draft is Extract<Draft, { kind: K }> => draft.kind === kind && draft.id === id),
    refuse: (_source, count) => {
      intake.refused += count;
    },
    take: async (delivery): Promise<Receipt> => {
      await Promise.resolve();
      const { answer } = intake;
      if (answer && (answer.only === undefined || answer.only === delivery.priority)) {
        if (answer.kind === 'throws') throw new Error('the pipeline broke');
        return { kind: answer.kind, retryAfterS: answer.retryAfterS };
      }
      intake.deliveries.push(delivery);
      return { kind: 'committed', items: delivery.items.map((item) => take(item.drafts, delivery.channel)) };
    },
  };
  const take = (drafts: Delivery['items'][number]['drafts'], channel: string): ItemReceipt => {
    if (!drafts.ok) {
      intake.rejected.push({ channel, ...drafts.error });
      return { kind: 'quarantined', id: `q${intake.rejected.length}`, rejection: drafts.error };
    }
    const seqs = drafts.value.map((draft) => {
      const known = draft.publisherKey === null ? undefined : keys.get(draft.publisherKey);
      if (known !== undefined) {
        intake.duplicates.push(draft);
        return null;
      }
      intake.stored.push(draft);
      const at = seq(intake.stored.length);
      if (draft.publisherKey !== null) keys.set(draft.publisherKey, at);
      return at;
    });
    const fresh = seqs.filter((at): at is Seq => at !== null);
    return fresh.length > 0 ? { kind: 'stored', seqs: fresh } : { kind: 'duplicate', seqs };
  };
  return intake;
}

/** Resolves when the state is there; the test's own time-out ends a wait that never does. */
export async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 5));
}
