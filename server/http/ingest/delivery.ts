import type { IngestAnswer, IngestSurface, ItemAnswer } from '../../../shared/contract/ingest.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { ok } from '../../../shared/model/result.ts';
import type { Delivery, DeliveryItem, ItemReceipt } from '../../domain/intake/ports.ts';
import type { RawItem } from './items.ts';
import { PARSERS, type PostContext } from './parse-post.ts';

export const CHANNEL = 'http:';

/**
 * A publisher's own ids are its own on each surface. What has none is named by its delivery and its place in it, so that a
 * delivery that is sent again stores nothing twice.
 */
export const keyFor = (surface: IngestSurface, own: string | null, delivery: string, index: number): string =>
  own === null ? `${surface}||${delivery}#${index}` : `${surface}|${own}`;

export function deliveryOf(parts: {
  surface: IngestSurface;
  items: readonly RawItem[];
  context: PostContext;
  deliveryId: string;
  receivedAt: EpochMs;
  bytes: number;
}): Delivery {
  const { surface, context, deliveryId, receivedAt, bytes } = parts;
  let severe = false;
  const items = parts.items.map(({ value, body }, index): DeliveryItem => {
    const draft = value.ok ? PARSERS[surface](value.value, context) : value;
    if (!draft.ok) return { body: body(), drafts: draft };
    const { data } = draft.value;
    severe ||= 'severity' in data && (data.severity === 'critical' || data.severity === 'high');
    const drafts = ok([{ ...draft.value, publisherKey: keyFor(surface, draft.value.publisherKey, deliveryId, index) }]);
    return {
      // Only what the pipeline refuses is kept, so the bytes of an array's element are made when they are asked for.
      get body() {
        return body();
      },
      drafts,
    };
  });
  return {
    source: context.source,
    channel: CHANNEL + surface,
    receivedAt,
    drill: false,
    items,
    bytes,
    priority: surface === 'camera-events' && severe ? 'alarm' : 'normal',
  };
}

/** 201 something new is stored, 200 all of it was known, 207 some of it is in quarantine, 422 all of it is. */
export function answerOf(receipts: readonly ItemReceipt[]): { status: 200 | 201 | 207 | 422; answer: IngestAnswer } {
  const counts = { stored: 0, duplicate: 0, quarantined: 0 };
  const items = receipts.map((receipt, index): ItemAnswer => {
    counts[receipt.kind]++;
    if (receipt.kind === 'quarantined') {
      return { index, outcome: 'quarantined', quarantineId: receipt.id, error: receipt.rejection };
    }
    const seq = receipt.seqs[0] ?? null;
    return receipt.kind === 'stored' && seq !== null ? { index, outcome: 'stored', seq } : { index, outcome: 'duplicate', seq };
  });
  const status = counts.quarantined === 0 ? (counts.stored > 0 ? 201 : 200) : counts.quarantined === items.length ? 422 : 207;
  return { status, answer: { ...counts, items } };
}
