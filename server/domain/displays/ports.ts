import type {
  Approval,
  DisplayList,
  DisplayRow,
  DisplaySelf,
  PairingRequest,
  PlaceTaken,
  WallRegistration,
  WallRow,
} from '../../../shared/contract/displays.ts';
import type { Result } from '../../../shared/model/result.ts';

/** A paired browser: what it knows of itself, and since when it holds its name (EpochMs). */
export type PairedDisplay = DisplaySelf & { pairedAt: number };

/** Who does it, for the list and the audit. */
export type Actor = { id: string; name: string };

export type Pairings = {
  /** null: too many codes are on screens already. */
  begin(from: {
    address: string;
    browser: string;
  }): Promise<{ deviceCode: string; userCode: string; at: number; expiresAt: number } | null>;
  /** What became of a request; the token is told once, to who holds its device code. */
  ask(
    deviceCode: string,
  ): Promise<{ state: 'pending' } | { state: 'expired' } | { state: 'paired'; display: PairedDisplay; token: string }>;
  /** The request that shows a code; null: there is none that waits. */
  waiting(userCode: string): Promise<PairingRequest | null>;
  approve(
    userCode: string,
    approval: Approval,
    by: Actor,
  ): Promise<Result<DisplayRow, { kind: 'no-code' } | { kind: 'no-wall' } | ({ kind: 'taken' } & PlaceTaken)>>;
  /** A printed link's token, good once, for the wall of this machine. */
  issueLink(validForMs: number): Promise<string>;
  /** Spends such a link: this browser is then the display that it names, whoever was so before. null: unknown, spent or too old. */
  claimLink(linkToken: string): Promise<{ display: PairedDisplay; token: string } | null>;
};

export type DisplayTokens = {
  /** Who holds a token; null: nobody. A stolen one revokes its display (PAIR7). */
  holder(token: string): Promise<PairedDisplay | null>;
  /** A new token when the one shown is due; `token: null`: it is still good. null: nobody holds it. */
  rotate(token: string): Promise<{ display: PairedDisplay; token: string | null } | null>;
  /** As it stands now, as long as it is the same pairing; null: it was revoked or taken over. */
  standing(id: string, pairedAt: number): Promise<PairedDisplay | null>;
};

export type DisplayRegister = {
  list(): Promise<DisplayList>;
  /** false: no such display, or revoked before. */
  revoke(id: string, by: Actor): Promise<boolean>;
  /** null: the id is taken. */
  addWall(wall: WallRegistration, by: Actor): Promise<WallRow | null>;
};
