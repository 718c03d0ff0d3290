import type { EpochMs } from '../../../shared/model/ids.ts';
import { ok, type Result } from '../../../shared/model/result.ts';
import type { Draft, Rejection } from '../../domain/intake/ports.ts';
import { createCameraHealth } from './camera-health.ts';
import { createEventMemory, type EventContext } from './event-memory.ts';
import { readFrigateMessage } from './messages.ts';

export type ParseContext = EventContext & { topicPrefix?: string };

/**
 * One message on its own → the facts it states, with no memory of earlier ones: what the replay of a quarantined message
 * needs. The running source remembers, and so also carries a plate or a raised severity on from message to message.
 * Pure, never throws. An empty list: understood, and no fact (a false positive, a review of events told elsewhere).
 */
export function parseFrigateMessage(
  context: ParseContext,
  topic: string,
  payload: Uint8Array,
  receivedAt: EpochMs,
): Result<Draft[], Rejection> {
  const message = readFrigateMessage(context.topicPrefix ?? 'frigate', topic, payload);
  if (!message.ok) return message;
  const events = createEventMemory(context);
  const health = createCameraHealth(context);
  switch (message.value.kind) {
    case 'event':
      return events.event(message.value.message, payload, receivedAt);
    case 'review':
      return events.review(message.value.message, payload, receivedAt);
    case 'plate':
      return events.plate(message.value.message, receivedAt);
    case 'status':
      return health.status(message.value, receivedAt);
    case 'stats':
      return ok(health.stats(message.value.cameras, receivedAt));
    case 'available':
    case 'other':
      return ok([]);
  }
}

/** The channel under which messages of a topic are handed in, and kept in quarantine. */
export const channelOf = (topic: string): string => `mqtt:${topic}`;

/** A quarantined item again; null when its channel is none of this Frigate's topics. */
export function reparseFrigate(
  context: ParseContext,
  channel: string,
  body: Uint8Array,
  receivedAt: EpochMs,
): Result<Draft[], Rejection> | null {
  const scheme = channelOf('');
  if (!channel.startsWith(`${scheme}${context.topicPrefix ?? 'frigate'}/`)) return null;
  return parseFrigateMessage(context, channel.slice(scheme.length), body, receivedAt);
}
