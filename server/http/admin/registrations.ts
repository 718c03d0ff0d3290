import type { z } from 'zod';
import { CameraRegistration, IndicatorDefinition, type SourceRegistration } from '../../../shared/contract/ingest-admin.ts';
import { type EpochMs, sourceId } from '../../../shared/model/ids.ts';
import { ok, type Result } from '../../../shared/model/result.ts';
import { runningDrills } from '../../domain/drill/standing.ts';
import { parseAs } from '../../domain/intake/parse-as.ts';
import type { Delivery, DeliveryItem, Draft, Rejection } from '../../domain/intake/ports.ts';
import type { Standing } from '../../domain/intake/standing.ts';

/** The source of what a person enters here; `actor` says which person. */
export const ADMINISTRATOR = sourceId('administrator');

export type Registrations = 'cameras' | 'indicators';
export const CHANNEL = 'admin:';

/** One row that an administrator registers, as a draft. Registering again replaces what stood there. */
export const REGISTRATION_PARSERS: Record<Registrations, (raw: unknown, now: EpochMs) => Result<Draft, Rejection>> = {
  cameras: (raw, now) =>
    mapped(parseAs(CameraRegistration, raw), ({ id, area, ...data }) => ({
      kind: 'camera.registered',
      id,
      occurredAt: now,
      data,
      ...(area === undefined ? {} : { area }),
      publisherKey: null,
    })),
  indicators: (raw, now) =>
    mapped(parseAs(IndicatorDefinition, raw), ({ id, ...data }) => ({
      kind: 'indicator.defined',
      id,
      occurredAt: now,
      data,
      area: null,
      publisherKey: null,
    })),
};

const mapped = <T>(parsed: Result<T, Rejection>, draftOf: (value: T) => Draft): Result<Draft, Rejection> =>
  parsed.ok ? ok(draftOf(parsed.value)) : parsed;

/** A quarantined row of this surface, tried again; null for another edge's channel. */
export function reparseAdmin(channel: string, body: Uint8Array, now: EpochMs): Result<Draft[], Rejection> | null {
  const name = (Object.keys(REGISTRATION_PARSERS) as Registrations[]).find((one) => channel === CHANNEL + one);
  if (!name) return null;
  try {
    const draft = REGISTRATION_PARSERS[name](JSON.parse(new TextDecoder().decode(body)), now);
    return draft.ok ? ok([draft.value]) : draft;
  } catch {
    return { ok: false, error: { code: 'malformed', pointer: '', message: 'the body is not JSON' } };
  }
}

/**
 * A real source, and the end of every drill that runs: they stand in the log together or not at all, so no screen shows
 * DIỄN TẬP over real data (DRILL3).
 */
export function sourceDrafts(source: z.output<typeof SourceRegistration>, standing: Standing, now: EpochMs, actor: string): Draft[] {
  const { id, ...data } = source;
  const registered: Draft = {
    kind: 'source.registered',
    id,
    area: null,
    occurredAt: now,
    data: { ...data, feed: 'http' },
    publisherKey: null,
    actor,
  };
  const ended = runningDrills(standing).map(
    (drill): Draft => ({
      kind: 'drill.changed',
      id: drill.id,
      area: null,
      occurredAt: now,
      data: { state: 'ended', name: drill.name, reason: 'real-source' },
      publisherKey: null,
      actor,
    }),
  );
  return [registered, ...ended];
}

/** What takes a source out of the live picture: itself, and what it last said of its state. */
export function withdrawalDrafts(id: string, standing: Standing, now: EpochMs, actor: string): Draft[] {
  return (['source.registered', 'source.state'] as const)
    .filter((kind) => standing.newest(kind, id) !== undefined)
    .map(
      (kind): Draft => ({
        kind: 'entity.withdrawn',
        id,
        occurredAt: now,
        data: { kind, reason: 'the source was removed by an administrator' },
        publisherKey: null,
        actor,
      }),
    );
}

export const deliveryOf = (channel: string, items: DeliveryItem[], now: EpochMs): Delivery => ({
  source: ADMINISTRATOR,
  channel: CHANNEL + channel,
  receivedAt: now,
  drill: false,
  items,
  // A person waits for the answer, and there are few of them.
  priority: 'alarm',
});
