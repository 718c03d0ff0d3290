import { createStore } from 'zustand/vanilla';
import type { Link } from '../../shared/contract/link.ts';
import type { NodeStatus, View } from '../../shared/contract/socket.ts';
import type { EpochMs, Seq } from '../../shared/model/ids.ts';

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
