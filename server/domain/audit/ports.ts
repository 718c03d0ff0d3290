import type {
  AuditEntry,
  AuditFilter,
  AuditKey,
  AuditListing,
  AuditQuery,
  ChainCheck,
  ChainState,
  SignedCheckpoint,
  SignedHead,
} from '../../../shared/contract/audit.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import type { View } from '../../../shared/contract/socket.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Head } from './chain.ts';

/** What the auditor reads. */
export type AuditBook = {
  /** Newest first. */
  list(query: AuditQuery): Promise<AuditListing>;
  /** Oldest first, up to the number `upTo`. */
  read(filter: AuditFilter, upTo: number): AsyncIterable<AuditEntry>;
  head(): Promise<Head | null>;
  /** The head under this node's signature. */
  signedHead(): Promise<SignedHead | null>;
  /** Oldest first. */
  checkpoints(): Promise<SignedCheckpoint[]>;
  newestCheckpoint(): Promise<SignedCheckpoint | null>;
  keys(): Promise<AuditKey[]>;
};

/** What this server itself knows of the chain. */
export type ChainWatch = {
  state(): Promise<ChainState>;
  /** Checks all of it, now. */
  verify(): Promise<ChainCheck>;
};

/** The history of one subject as a view may have it, oldest first. */
export type History = {
  of(view: View, subject: { entity: string; id: string; from: EpochMs | null; to: EpochMs | null }): AsyncIterable<Entry>;
};
