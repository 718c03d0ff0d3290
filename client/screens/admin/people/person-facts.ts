import type { PersonListing } from '../../../../shared/contract/people.ts';
import {
  CLASSIFICATIONS,
  type Classification,
  PERSONAL_FIELDS,
  type PersonalField,
  type Role,
} from '../../../../shared/model/vocabulary.ts';
import { ACTIONS, type Action, type Exposure, RIGHTS } from '../../../../shared/rules/rights.ts';

/** How an account stands, what hinders it first. */
export type Standing = 'disabled' | 'invited' | 'expired' | 'no-second-factor' | 'active';

export function standingOf(person: PersonListing, now: number): Standing {
  if (person.disabledAt !== null) return 'disabled';
  if (person.invited) return 'invited';
  if (person.passwordExpiresAt !== null && Date.parse(person.passwordExpiresAt) <= now) return 'expired';
  return person.hasSecondFactor || person.oidcSubject !== null ? 'active' : 'no-second-factor';
}

export type Grant = { role: Role; areas: readonly string[] | null };
/** What somebody can no longer do after a change. */
export type Loss = {
  actions: Action[];
  /** Still, but only in their own areas. */
  bounded: Action[];
  classifications: Classification[];
  personal: PersonalField[];
  /** Codes that are not covered any more; `all`: until now it was the whole centre. */
  areas: 'all' | string[];
};

const SHOWN: Readonly<Record<Exposure, number>> = { none: 0, masked: 1, full: 2 };

/** `parentOf`: the hierarchy as it is now; whoever is given a unit has what lies in it. */
export function lossOf(before: Grant, after: Grant, parentOf: ReadonlyMap<string, string | null>): Loss {
  const [had, has] = [RIGHTS[before.role], RIGHTS[after.role]];
  const covered = (code: string): boolean => {
    // A ring in the table of areas would never end.
    const seen = new Set<string>();
    for (let at: string | null = code; at !== null && !seen.has(at); at = parentOf.get(at) ?? null) {
      if (after.areas?.includes(at)) return true;
      seen.add(at);
    }
    return false;
  };
  return {
    actions: ACTIONS.filter((action) => had.may[action] !== undefined && has.may[action] === undefined),
    bounded: ACTIONS.filter((action) => had.may[action] === 'centre' && has.may[action] === 'areas'),
    classifications: CLASSIFICATIONS.filter((name) => had.classifications.includes(name) && !has.classifications.includes(name)),
    personal: PERSONAL_FIELDS.filter((field) => SHOWN[had.personal[field]] > SHOWN[has.personal[field]]),
    areas: after.areas === null ? [] : before.areas === null ? 'all' : before.areas.filter((code) => !covered(code)),
  };
}

export const isLoss = (loss: Loss): boolean =>
  loss.actions.length + loss.bounded.length + loss.classifications.length + loss.personal.length + loss.areas.length > 0;

/** "Nguyễn Đức" is found by "nguyen duc" too. */
export const plain = (name: string): string => name.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase();
