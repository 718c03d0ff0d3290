import type { Principal } from '../contract/principal.ts';
import { type Audience, CLASSIFICATIONS, type Classification, type PersonalField } from '../model/vocabulary.ts';

/**
 * Who may do what, as one table. Everything is denied unless a row here says otherwise; it is asked through `can` and `viewOf`, and
 * nothing else decides (BP-15.2).
 */

/** What can be done, `what:how`. A route, an event, an export or a medium without one of these does not exist. */
export const ACTIONS = [
  'centre:read',
  'stream:join',
  'glass:report',
  'entry:read',
  'entry:export',
  'map:read',
  'media:read',
  'personal:reveal',
  'audience:switch',
  'display:read',
  'display:manage',
  'person:read',
  'person:manage',
  'area:read',
  'area:manage',
  'source:read',
  'source:manage',
  'registry:manage',
  'quarantine:read',
  'quarantine:replay',
  'ledger:read',
  'audit:read',
  'audit:export',
  'wall:read',
  'wall:direct',
  'wall:define',
  'scene:publish',
  'replay:read',
  'replay:keep',
] as const;
export type Action = (typeof ACTIONS)[number];

/** How far a right reaches: the whole centre, or what lies in the principal's own areas. */
export type Scope = 'centre' | 'areas';

/** `full`: as it is. `masked`: phone by its last three digits, name by initials, plate in part, face blurred. `none`: not there at all. */
export type Exposure = 'full' | 'masked' | 'none';

export type Rights = {
  classifications: readonly Classification[];
  personal: Readonly<Record<PersonalField, Exposure>>;
  may: Readonly<Partial<Record<Action, Scope>>>;
};

const exposure = (plate: Exposure, phone: Exposure, name: Exposure, face: Exposure): Rights['personal'] => ({ plate, phone, name, face });
const HIDDEN = exposure('none', 'none', 'none', 'none');
const MASKED = exposure('masked', 'masked', 'masked', 'masked');
const LIVE = {
  'centre:read': 'centre',
  'stream:join': 'areas',
  'entry:read': 'areas',
  'map:read': 'centre',
  'media:read': 'areas',
} as const;

export const RIGHTS: Readonly<Record<Principal['role'], Rights>> = {
  /** Keeps the system running and sees no person's data. */
  administrator: {
    classifications: ['public', 'internal'],
    personal: HIDDEN,
    may: {
      ...LIVE,
      'wall:read': 'centre',
      'wall:direct': 'centre',
      'wall:define': 'centre',
      'scene:publish': 'centre',
      'replay:read': 'areas',
      'audience:switch': 'centre',
      'display:read': 'centre',
      'display:manage': 'centre',
      'person:read': 'centre',
      'person:manage': 'centre',
      'area:read': 'centre',
      'area:manage': 'centre',
      'source:read': 'centre',
      'source:manage': 'centre',
      'registry:manage': 'centre',
      'quarantine:read': 'centre',
      'quarantine:replay': 'centre',
      'ledger:read': 'centre',
    },
  },
  'duty-officer': {
    classifications: ['public', 'internal'],
    personal: MASKED,
    may: {
      ...LIVE,
      'wall:read': 'centre',
      'wall:direct': 'centre',
      'replay:read': 'areas',
      'replay:keep': 'centre',
      'entry:export': 'areas',
      'personal:reveal': 'areas',
      'audience:switch': 'centre',
      'display:read': 'centre',
      'area:read': 'centre',
      'source:read': 'centre',
      'ledger:read': 'centre',
    },
  },
  /** Answers for a shift: the wall and its displays too. */
  'shift-lead': {
    classifications: ['public', 'internal'],
    personal: MASKED,
    may: {
      ...LIVE,
      'wall:read': 'centre',
      'wall:direct': 'centre',
      'wall:define': 'centre',
      'scene:publish': 'centre',
      'replay:read': 'areas',
      'replay:keep': 'centre',
      'entry:export': 'areas',
      'personal:reveal': 'areas',
      'audience:switch': 'centre',
      'display:read': 'centre',
      'display:manage': 'centre',
      'area:read': 'centre',
      'source:read': 'centre',
      'quarantine:read': 'centre',
      'ledger:read': 'centre',
    },
  },
  /** The police at the cameras (BP-12.2, DT-7.2c). */
  'camera-desk': {
    classifications: ['public', 'internal', 'police', 'personal'],
    personal: exposure('full', 'masked', 'masked', 'full'),
    may: {
      ...LIVE,
      'wall:read': 'centre',
      'replay:read': 'areas',
      'entry:export': 'areas',
      'personal:reveal': 'areas',
      'area:read': 'centre',
      'source:read': 'centre',
    },
  },
  'handling-unit': {
    classifications: ['public', 'internal'],
    personal: exposure('none', 'masked', 'masked', 'masked'),
    may: { ...LIVE, 'personal:reveal': 'areas', 'area:read': 'centre' },
  },
  leader: {
    classifications: ['public', 'internal'],
    personal: HIDDEN,
    may: {
      ...LIVE,
      'wall:read': 'centre',
      'replay:read': 'areas',
      'replay:keep': 'centre',
      'entry:export': 'areas',
      'area:read': 'centre',
      'display:read': 'centre',
    },
  },
  /** Reads who did what, and nothing of what they did it with. */
  auditor: {
    classifications: ['public'],
    personal: HIDDEN,
    may: {
      'centre:read': 'centre',
      'audit:read': 'centre',
      'audit:export': 'centre',
      'person:read': 'centre',
      'display:read': 'centre',
      'ledger:read': 'centre',
    },
  },
  'data-steward': {
    classifications: ['public', 'internal'],
    personal: HIDDEN,
    may: {
      ...LIVE,
      'area:read': 'centre',
      'source:read': 'centre',
      'registry:manage': 'centre',
      'quarantine:read': 'centre',
      'quarantine:replay': 'centre',
      'ledger:read': 'centre',
    },
  },
  /** A wall shows and tells what it painted; it asks for nothing. */
  display: {
    classifications: ['public', 'internal'],
    personal: exposure('none', 'masked', 'masked', 'masked'),
    may: { ...LIVE, 'replay:read': 'areas', 'glass:report': 'centre' },
  },
};

/** What a room with these people in it may be shown, whoever asks (AG-12). */
export const AUDIENCE_LIMITS: Readonly<Record<Audience, Pick<Rights, 'classifications' | 'personal'>>> = {
  operators: { classifications: CLASSIFICATIONS, personal: exposure('full', 'full', 'full', 'full') },
  leaders: { classifications: ['public', 'internal'], personal: MASKED },
  visitors: { classifications: ['public'], personal: MASKED },
  press: { classifications: ['public'], personal: HIDDEN },
};
