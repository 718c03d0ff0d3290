import type { LinkPurpose, SessionStage } from '../../../shared/contract/session.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Role } from '../../../shared/model/vocabulary.ts';
import type { AccessChange } from '../access/ports.ts';
import type { Budget } from './attempts.ts';

/** A person's account, without its secrets but for the password's hash, which only `Passwords` reads. */
export type Person = {
  id: string;
  login: string;
  name: string;
  role: Role;
  unit: string | null;
  /** As granted; null: the whole centre. */
  areas: string[] | null;
  passwordHash: string | null;
  passwordAt: EpochMs | null;
  hasSecondFactor: boolean;
  oidcSubject: string | null;
  createdAt: EpochMs;
  disabledAt: EpochMs | null;
};

export type Grant = Pick<Person, 'name' | 'role' | 'unit' | 'areas' | 'oidcSubject'>;
export type PersonRecord = Person & { recoveryCodesLeft: number; sessions: number; lastSeenAt: EpochMs | null };

export type People = {
  byLogin(login: string): Promise<Person | null>;
  byId(id: string): Promise<Person | null>;
  /** `issuer subject`, as an administrator set it. */
  byOidcSubject(subject: string): Promise<Person | null>;
  list(): Promise<PersonRecord[]>;
  /** Somebody who could administer now, and is not disabled. */
  hasAdministrator(except?: string): Promise<boolean>;
  /** Within a transaction: until its end nobody else changes who administers. */
  holdAdministrators(): Promise<void>;
  /** null: the login or the single sign-on's subject is taken. */
  add(login: string, grant: Grant, by: string): Promise<Person | null>;
  /** false: the single sign-on's subject is taken. */
  change(id: string, grant: Partial<Grant> & { disabledAt?: EpochMs | null }): Promise<boolean>;
  setPassword(id: string, hash: string): Promise<void>;
  /** Takes a time step for good; false when it or a later one was taken already. */
  takeStep(id: string, step: number): Promise<boolean>;
  totp(id: string): Promise<{ secret: Uint8Array; step: number | null } | null>;
  /** A new second factor with its recovery codes' hashes; the ones before are gone. */
  enrol(id: string, secret: Uint8Array, step: number, codeHashes: Uint8Array[]): Promise<void>;
  removeSecondFactor(id: string): Promise<void>;
  /** Spends a recovery code; false when it is unknown or was used. */
  spendRecoveryCode(id: string, codeHash: Uint8Array): Promise<boolean>;
  recoveryCodesLeft(id: string): Promise<number>;
};

export type PersonSession = {
  id: string;
  person: Person;
  stage: SessionStage;
  createdAt: EpochMs;
  seenAt: EpochMs;
  provenAt: EpochMs | null;
  expiresAt: EpochMs;
  offeredSecret: Uint8Array | null;
};

export type PersonSessions = {
  /** A new session; the token is told once and kept as a hash. */
  open(person: string, stage: SessionStage, userAgent: string): Promise<{ id: string; token: string }>;
  /** By its token, or by its id for who was known before; null when it is unknown, ended, over by time, or its person disabled. */
  of(by: { token: string } | { id: string }): Promise<PersonSession | null>;
  /** Somebody is there. Asks nothing of the database more than once a minute. */
  touch(session: Pick<PersonSession, 'id' | 'seenAt'>): Promise<void>;
  /** To its next stage under a new token; the one before is dead (SEC11). `proven`: the second factor was proven just now. */
  stepUp(id: string, stage: SessionStage, proven: boolean): Promise<string>;
  offer(id: string, sealedSecret: Uint8Array): Promise<void>;
  /** The offer is taken up, by one of those who come at once; false: there is none. */
  takeOffer(id: string): Promise<boolean>;
  end(id: string, why: string): Promise<void>;
  /** Ends every session of a person but one. Returns their ids. */
  endAll(person: string, why: string, except?: string): Promise<string[]>;
};

export type OneTimeLinks = {
  issue(purpose: LinkPurpose, person: string | null): Promise<{ token: string; expiresAt: EpochMs }>;
  /** Whose link it is, without spending it; null when it would not be taken. */
  look(token: string, purposes: readonly LinkPurpose[]): Promise<{ person: string | null } | null>;
  /** Of two who come at once one gets it; null when it is unknown, spent or too old. */
  spend(token: string, purposes: readonly LinkPurpose[]): Promise<{ purpose: LinkPurpose; person: string | null } | null>;
  /** No link of this person works any more. */
  withdraw(person: string): Promise<void>;
};

export type Identity = {
  people: People;
  sessions: PersonSessions;
  links: OneTimeLinks;
  announce(change: AccessChange): Promise<void>;
};

export type IdentityStore = Identity & {
  /** All of it or nothing: what throws inside is rolled back. */
  together<T>(work: (identity: Identity) => Promise<T>): Promise<T>;
};

export type Passwords = {
  hash(password: string): Promise<string>;
  /** Takes as long whether there is a hash or not (SEC16). */
  verify(hash: string | null, password: string): Promise<boolean>;
};

/** What only the centre's own key opens. */
export type Sealer = {
  seal(plain: Uint8Array, purpose: string): Uint8Array;
  /** @throws Error that says so when it was sealed under another key. */
  open(sealed: Uint8Array, purpose: string): Uint8Array;
  /** A mark that nobody else can make. */
  sign(text: string): string;
};

export type Authenticators = {
  newSecret(): Uint8Array;
  base32(secret: Uint8Array): string;
  /** otpauth:// for a QR code. */
  uri(secret: Uint8Array, account: string, issuer: string): string;
  codeAt(secret: Uint8Array, step: number): string;
  newRecoveryCodes(): string[];
  hashOf(code: string): Uint8Array;
};

export type Attempts = {
  /** Draws on every budget as if the try failed, before it is made; else how long to wait. Nothing is drawn when one refuses. */
  begin(budgets: readonly Budget[]): Promise<{ ok: true } | { ok: false; retryAfterMs: number }>;
  /** The try was right. */
  succeeded(budgets: readonly Budget[]): Promise<void>;
};
