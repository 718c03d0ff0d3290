import { z } from 'zod';
import { ROLES, type Role } from '../model/vocabulary.ts';
import { AreaCodeField, EpochMsField, IdField, text } from './fields.ts';

/**
 * The API of log-in. Every POST carries our own Origin and a JSON body, and answers with a `SessionState` unless it says otherwise;
 * the cookie `__Host-ioc` changes at each step up, and the token before is dead (SEC11). What fails is a `SessionProblem`.
 *
 * | route | body | from stage → to stage |
 * | --- | --- | --- |
 * | `POST /session/setup` | `SetUp` | nobody → `enrol` |
 * | `POST /session/login` | `LogIn` | nobody → `totp`, or `enrol` without a second factor |
 * | `POST /session/reset` | `Reset` | nobody → `totp`, or `enrol` without a second factor (SEC19) |
 * | `POST /session/totp` | `SecondFactor` | `totp` → `full`, or `password` when it has expired |
 * | `POST /session/recovery` | `Recovery` | the same, with a recovery code |
 * | `POST /session/enrol` | – | `enrol` (or `full`, freshly proven) stays; answers `EnrolmentOffer` |
 * | `POST /session/enrol/confirm` | `SecondFactor` | `enrol` → `full` or `password`; answers `Enrolled` |
 * | `POST /session/password` | `PasswordChange` | `password` → `full`; at `full` it asks for the current one and ends the other sessions |
 * | `POST /session/prove` | `Proof` | `full` stays: what is grave is open for ten minutes (SEC20) |
 * | `POST /session/logout` | – | any → nobody; 204 |
 * | `GET /session` | – | stays |
 * | `GET /session/oidc/start` | – | redirects to single sign-on, which comes back to `/session/oidc/callback` and that to `/login` |
 */

/** What is still missing before a session opens anything; only `full` does. */
export const SESSION_STAGES = ['totp', 'enrol', 'password', 'full'] as const;
export type SessionStage = (typeof SESSION_STAGES)[number];

/** Lower case, so that nobody is two people. */
export const LoginField = z
  .string()
  .trim()
  .toLowerCase()
  .normalize('NFC')
  .regex(/^[a-z0-9][a-z0-9._@-]{1,63}$/);
/** As typed: never trimmed. NFC, so that a keyboard's way of composing a mark does not matter. Long ones are welcome (SEC18). */
const PasswordField = z.string().min(1).max(1024).normalize('NFC');
const TokenField = z.string().regex(/^[0-9A-Za-z_-]{22,200}$/);
/** People copy codes with spaces and dashes. */
const CodeField = z.string().min(1).max(40);

export const SetUp = z.strictObject({ token: TokenField, login: LoginField, name: text(200), password: PasswordField });
/** A login that could not exist is refused as a wrong one is, so it is not checked here. */
export const LogIn = z.strictObject({ login: z.string().min(1).max(200), password: PasswordField });
export const SecondFactor = z.strictObject({ code: CodeField });
export const Recovery = z.strictObject({ code: CodeField });
export const PasswordChange = z.strictObject({ current: PasswordField.optional(), next: PasswordField });
export const Reset = z.strictObject({ token: TokenField, password: PasswordField });
/** Without a password for who only signs in by single sign-on. */
export const Proof = z.strictObject({ password: PasswordField.optional(), code: CodeField });

/** Why a password is refused; a screen shows all at once. */
export const PASSWORD_FAULTS = ['too-short', 'too-long', 'common', 'context', 'repetitive', 'same-as-before'] as const;
export type PasswordFault = (typeof PASSWORD_FAULTS)[number];
export const PASSWORD_MIN = 12;

export const SessionWarning = z.discriminatedUnion('kind', [
  /** From 14 days ahead (AG-13). After `at` the running session goes on and the next log-in asks for a new one. */
  z.strictObject({ kind: z.literal('password-expires'), at: EpochMsField }),
  z.strictObject({ kind: z.literal('recovery-codes-low'), left: z.int().nonnegative() }),
  /** The session itself ends soon: within an hour. */
  z.strictObject({ kind: z.literal('session-ends'), at: EpochMsField }),
]);
export type SessionWarning = z.output<typeof SessionWarning>;

/** Who this browser is: a person, at whatever stage, and a paired display; both, one or neither. */
export const SessionState = z.strictObject({
  /** null: nobody has signed in. */
  stage: z.enum(SESSION_STAGES).nullable(),
  /** null until the second factor is proven: before that nothing about the account is told. */
  person: z
    .strictObject({
      id: IdField,
      name: text(200),
      role: z.enum(ROLES),
      /** As granted, lower levels belonging to it; null: the whole centre. */
      areas: z.array(AreaCodeField).nullable(),
      unit: IdField.nullable(),
    })
    .nullable(),
  display: z.strictObject({ id: IdField, name: text(200), wall: IdField }).nullable(),
  /** null: it does not expire for this role, or is not known yet. */
  passwordExpiresAt: EpochMsField.nullable(),
  warnings: z.array(SessionWarning),
  /** What the log-in page offers beside the password. */
  offers: z.strictObject({ setUp: z.boolean(), singleSignOn: z.boolean() }),
});
export type SessionState = z.output<typeof SessionState>;
export type SessionPerson = { id: string; name: string; role: Role; areas: string[] | null; unit: string | null };

/** For an authenticator: as a QR code, and as text to type. */
export type EnrolmentOffer = { otpauthUri: string; secret: string };
/** The codes are told once and kept as hashes. */
export type Enrolled = SessionState & { recoveryCodes: string[] };

/** `application/problem+json`. */
export type SessionProblem = {
  /**
   * `wrong`: name, password or code do not fit, and nothing says which (401). `slow-down`: see `retryAfterS` (429). `link`: unknown,
   * used or too old (403). `password`: see `faults` (422). `taken`: the login is in use (409). `stage`: not at this point (403).
   * `prove`: ask for password and code by `POST /session/prove`, then do it again (403). `signed-out`: the session is over (401).
   */
  code: 'wrong' | 'slow-down' | 'link' | 'password' | 'taken' | 'stage' | 'prove' | 'signed-out' | 'malformed';
  title: string;
  status: number;
  retryAfterS?: number;
  faults?: PasswordFault[];
};

/** Of a printed or sent link: `ORIGIN/login#setup=TOKEN`, `#invite=TOKEN`, `#reset=TOKEN`. The latter two go to `POST /session/reset`. */
export const LINK_PURPOSES = ['setup', 'invite', 'reset'] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

/** How single sign-on comes back when it signed nobody in: `/login?sso=unknown` (no such account here) or `/login?sso=failed`. */
export const SSO_FAILURES = ['unknown', 'failed'] as const;
