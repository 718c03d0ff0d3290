import type { NewEntry } from '../../../shared/contract/entry.ts';
import { KINDS, type Kind } from '../../../shared/contract/entry-data.ts';
import type { AreaCode, EpochMs, SourceId } from '../../../shared/model/ids.ts';
import { ok, type Result } from '../../../shared/model/result.ts';
import { isWithin, type LngLat, roundLngLat } from '../../../shared/model/units.ts';
import { boundsOf, nearestArea } from '../areas/place.ts';
import { knownCamera, mayGrow } from '../cameras/observe.ts';
import { drillIsOver } from '../drill/standing.ts';
import { knownIndicator, notOlder } from '../indicators/value.ts';
import { classificationOf } from './classification.ts';
import type { Draft, Rejection } from './ports.ts';
import { rejected } from './rejection.ts';
import type { Standing } from './standing.ts';
import { isStorable } from './storable.ts';

export type DecisionContext = { receivedAt: EpochMs; drill: boolean; source: SourceId };

/** Clocks of cameras and agencies run a little ahead; more than this is a wrong clock or a wrong zone. */
export const MAX_AHEAD_MS = 10 * 60_000;
/** Before this centre or any of its sources could speak: seconds taken for milliseconds, or a clock without a battery. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);

/**
 * Whether a draft becomes an entry of the log, and which: pure. The last entry is the fact itself; a withdrawal stands before
 * it when the subject changes its area or classification, as both are fixed for a subject's life (LOG4).
 * Errors are values that say what was found and what would be right.
 */
export function decide(standing: Standing, draft: Draft, context: DecisionContext): Result<NewEntry[], Rejection> {
  if (!isStorable(draft)) return rejected('malformed', '', 'text holds a NUL or half a surrogate pair, which is not Unicode text');
  if (context.drill && draft.kind !== 'drill.changed' && drillIsOver(standing)) return rejected('ended', '', 'the drill has ended');
  const timed = checkMoments(draft, context.receivedAt);
  if (!timed.ok) return timed;
  const present = subjectOf(standing, draft);
  if (draft.kind === 'entity.withdrawn' && !present) return rejected('ended', '/id', 'there is nothing to withdraw');
  const checked = check(standing, draft, present);
  if (!checked.ok) return checked;
  const placed = place(standing, draft, checked.value, context.receivedAt);
  if (!placed.ok) return placed;
  const { area, at } = placed.value;
  const leaves = draft.kind === 'entity.withdrawn' && present !== undefined;
  const classification = leaves ? present.classification : classificationOf(draft, present?.classification);
  const entry = {
    kind: draft.kind,
    id: draft.id,
    area,
    classification,
    occurredAt: draft.occurredAt,
    receivedAt: context.receivedAt,
    source: context.source,
    actor: draft.actor ?? null,
    drill: context.drill,
    data: at === null ? draft.data : { ...draft.data, at },
  } as NewEntry;
  const stays = present === undefined || (present.area === area && present.classification === classification);
  if (stays || leaves) return ok([entry]);
  const reason = present.area === area ? 'its classification changes' : 'it moves to another area';
  return ok([withdrawal(present, entry, reason), entry]);
}

/** The newest entry of the draft's subject; for a withdrawal, of what it takes out of the picture. */
function subjectOf(standing: Standing, draft: Draft): NewEntry | undefined {
  const kind = draft.kind === 'entity.withdrawn' ? draft.data.kind : draft.kind;
  return Object.hasOwn(KINDS, kind) ? standing.newest(kind as Kind, draft.id) : undefined;
}

/** Every moment that a fact states about itself, the one that others default to first. Due dates may lie ahead. */
const MOMENTS = ['asOf', 'reportedAt', 'since', 'occurredAt', 'startedAt', 'endedAt'] as const;

function checkMoments(draft: Draft, receivedAt: EpochMs): Result<null, Rejection> {
  const data: { [moment: string]: unknown } = draft.data;
  for (const name of MOMENTS) {
    const moment = name === 'occurredAt' ? draft.occurredAt : data[name];
    if (typeof moment !== 'number') continue;
    const checked = checkMoment(`/${name}`, moment, receivedAt);
    if (!checked.ok) return checked;
  }
  return ok(null);
}

function checkMoment(pointer: string, moment: number, receivedAt: EpochMs): Result<null, Rejection> {
  if (!(moment >= EARLIEST_MS)) return rejected('time-behind', pointer, 'the time lies before the year 2000');
  const aheadMs = moment - receivedAt;
  if (aheadMs <= MAX_AHEAD_MS) return ok(null);
  const found = `the time is ${Math.round(aheadMs / 1000)} s ahead of this centre's clock`;
  return rejected('time-ahead', pointer, `${found}; at most ${MAX_AHEAD_MS / 1000} s are accepted`);
}

/** Takes a subject out of the live picture, for those who could see it as it was. */
function withdrawal(present: NewEntry, next: NewEntry, reason: string): NewEntry<'entity.withdrawn'> {
  return {
    kind: 'entity.withdrawn',
    id: present.id,
    area: present.area,
    classification: present.classification,
    occurredAt: next.occurredAt,
    receivedAt: next.receivedAt,
    source: next.source,
    actor: next.actor,
    drill: next.drill,
    data: { kind: present.kind, reason },
  };
}

/** The rules of each capability; answers the area that the fact takes over from its camera or code, if it does. */
function check(standing: Standing, draft: Draft, present: NewEntry | undefined): Result<AreaCode | null | undefined, Rejection> {
  switch (draft.kind) {
    case 'camera.state': {
      const camera = knownCamera(standing, draft.id, '/id');
      return camera.ok ? ok(camera.value.area) : camera;
    }
    case 'camera-event.observed': {
      const camera = knownCamera(standing, draft.data.cameraId, '/cameraId');
      if (!camera.ok) return camera;
      const grows = mayGrow(present?.kind === draft.kind ? present.data : undefined, draft.data);
      return grows.ok ? ok(camera.value.area) : grows;
    }
    case 'indicator.valued': {
      const known = knownIndicator(standing, draft.data.code);
      if (!known.ok) return known;
      const newer = notOlder(present, draft.data.asOf, '/asOf');
      return newer.ok ? ok(undefined) : newer;
    }
    case 'sensor.observed': {
      const newer = notOlder(present, draft.occurredAt, '/occurredAt');
      return newer.ok ? ok(undefined) : newer;
    }
    case 'entity.withdrawn':
      return ok(present?.area);
    default:
      return ok(undefined);
  }
}

/** Kinds that speak of the whole centre unless they say otherwise. */
const OF_THE_CENTRE: ReadonlySet<Draft['kind']> = new Set(['centre.defined', 'area.defined']);

/** Where the fact belongs: its own word, its camera's area, or the unit nearest to its position. */
function place(
  standing: Standing,
  draft: Draft,
  inherited: AreaCode | null | undefined,
  receivedAt: EpochMs,
): Result<{ area: AreaCode | null; at: LngLat | null }, Rejection> {
  const at = 'at' in draft.data ? roundLngLat(draft.data.at) : null;
  if (at !== null && draft.kind !== 'area.defined') {
    const bounds = boundsOf(standing);
    if (bounds !== null && !isWithin(at, bounds)) {
      return rejected(
        'outside-area',
        '/at',
        `[${at.join(', ')}] lies outside the centre's bounds [${bounds.join(', ')}] (longitude first)`,
      );
    }
  }
  if (draft.area !== undefined) {
    if (draft.area === null || standing.newest('area.defined', draft.area)) return ok({ area: draft.area, at });
    return rejected('outside-area', '/area', `area "${draft.area}" is not a unit of this centre`);
  }
  if (inherited !== undefined) return ok({ area: inherited, at });
  if (at === null || OF_THE_CENTRE.has(draft.kind)) return ok({ area: null, at });
  return ok({ area: nearestArea(standing, at, draft.occurredAt, receivedAt), at });
}
