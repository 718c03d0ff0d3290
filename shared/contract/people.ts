import { z } from 'zod';
import { type Classification, type PersonalField, ROLES, type Role } from '../model/vocabulary.ts';
import { AreaCodeField, IdField, text } from './fields.ts';
import { LoginField } from './session.ts';

/**
 * The administrator's API of people. Reading asks for `person:read`, every change for `person:manage` and our own Origin.
 *
 * | route | body | answer |
 * | --- | --- | --- |
 * | `GET /admin/v1/people` | – | `{people: PersonListing[]}` |
 * | `POST /admin/v1/people` | `NewPerson` | 201 `PersonInvited`; 409 when the login is in use |
 * | `PATCH /admin/v1/people/:id` | `PersonChange` | `PersonListing`; 409 when nobody would be left to administer |
 * | `POST /admin/v1/people/:id/reset-link` | – | `LinkIssued`: a new password, the second factor still asked (SEC19) |
 * | `POST /admin/v1/people/:id/reset-second-factor` | – | `PersonListing`; 403 `prove` without a fresh proof (SEC20) |
 * | `GET /admin/v1/roles` | – | `RolesTable` |
 */

const Granted = {
  name: text(200),
  role: z.enum(ROLES),
  /** The highest unit of each granted branch; null: the whole centre. */
  areas: z.array(AreaCodeField).min(1).max(500).nullable(),
  unit: IdField.nullable(),
};

export const NewPerson = z.strictObject({
  login: LoginField,
  ...Granted,
  /** `sub` at the configured issuer, when this person signs in by single sign-on. */
  oidcSubject: z.string().trim().min(1).max(255).nullable().default(null),
});
export type NewPerson = z.output<typeof NewPerson>;

export const PersonChange = z
  .strictObject({ ...Granted, oidcSubject: z.string().trim().min(1).max(255).nullable(), disabled: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');
export type PersonChange = z.output<typeof PersonChange>;

export type PersonListing = {
  id: string;
  login: string;
  name: string;
  role: Role;
  areas: string[] | null;
  unit: string | null;
  oidcSubject: string | null;
  /** RFC 3339. */
  createdAt: string;
  disabledAt: string | null;
  /** Neither password nor single sign-on yet: the invitation has not been taken up. */
  invited: boolean;
  hasSecondFactor: boolean;
  recoveryCodesLeft: number;
  passwordExpiresAt: string | null;
  /** Sessions open now. */
  sessions: number;
  lastSeenAt: string | null;
};

/** `link` stands here once: `ORIGIN/login#invite=TOKEN` or `#reset=TOKEN`. */
export type LinkIssued = { link: string; expiresAt: string };
export type PersonInvited = { person: PersonListing } & LinkIssued;

/** The one table, readable: `shared/rules/rights.ts` as it is, for the roles of people. */
export type RoleRights = {
  role: Role;
  classifications: readonly Classification[];
  personal: Readonly<Record<PersonalField, 'full' | 'masked' | 'none'>>;
  /** Action → how far it reaches. */
  may: Readonly<Record<string, 'centre' | 'areas'>>;
};
export type RolesTable = { roles: RoleRights[] };
