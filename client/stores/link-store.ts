import { createStore } from 'zustand/vanilla';
import type { NodeStatus, View } from '../../shared/contract/socket.ts';
import type { EpochMs, Seq } from '../../shared/model/ids.ts';

/** The state of the one connection, as every screen shows it. Times are of the server's clock. */
export type Link =
  | { kind: 'connecting'; since: EpochMs }
  | { kind: 'live'; seq: Seq; heardAt: EpochMs }
  | { kind: 'resyncing'; since: EpochMs }
  | { kind: 'down'; since: EpochMs; lastSeq: Seq; lastHeardAt: EpochMs | null; attempt: number }
  | { kind: 'refused'; message: string };

export type LinkState = {
  link: Link;
  /** Newest log number that a frame covered, whatever the view let through. */
  cursor: Seq;
  view: View | null;
  status: NodeStatus | null;
  /** Server time minus this machine's time, milliseconds. */
  clockOffsetMs: number;
  /** Snapshots that replaced a backlog on this display since it loaded: loss of detail that is shown. */
  skipped: number;
};

export const createLinkStore = () =>
  createStore<LinkState>(() => ({
    link: { kind: 'connecting', since: Date.now() as EpochMs },
    cursor: 0 as Seq,
    view: null,
    status: null,
    clockOffsetMs: 0,
    skipped: 0,
  }));
export type LinkStore = ReturnType<typeof createLinkStore>;
