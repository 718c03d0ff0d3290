import { type Connection, createConnection } from '../../client/connection/connection.ts';
import { createServerClock } from '../../client/connection/server-clock.ts';
import { createWorldStore, type WorldStore } from '../../client/stores/world-store.ts';
import type { Entry } from '../../shared/contract/entry.ts';
import { entriesOf } from '../../shared/contract/frame.ts';
import type { Link } from '../../shared/contract/link.ts';
import type { NodeStatus, View } from '../../shared/contract/socket.ts';
import type { World } from '../../shared/rules/fold.ts';
import { project } from '../../shared/rules/view.ts';

/** A wall without glass: the real connection with a real session, and the real store. Keeps account of every number it got. */
export type WallDisplay = {
  world(): World;
  view(): View;
  connection: Connection;
  /** Every state of the link, oldest first. */
  links: Link['kind'][];
  /** Snapshots since the first one: each replaced a backlog. */
  resnapshots(): number;
  status(): NodeStatus | null;
  /** Of what the view lets through, above the first snapshot: numbers that came neither in a frame nor under a later snapshot. */
  lost(log: readonly Entry[]): number[];
  /** Numbers that were handed to the store more than once. */
  doubled(): number[];
  close(): void;
};

export function openWallDisplay({ port, cookie }: { port: number; cookie: string }): WallDisplay {
  const store: WorldStore = createWorldStore({ schedule: (publish) => setImmediate(publish) });
  const seen = new Map<number, number>();
  const links: Link['kind'][] = [];
  /** What snapshots stand for: everything above `after` up to `to`. */
  const covered: { after: number; to: number }[] = [];
  let status: NodeStatus | null = null;
  let view: View | null = null;
  let newest = 0;
  const origin = `http://127.0.0.1:${port}`;

  const connection = createConnection({
    url: origin,
    headers: { cookie, origin },
    screen: 'wall',
    clock: createServerClock(Date.now),
    sink: {
      frame(frame) {
        for (const { seq } of entriesOf(frame)) seen.set(seq, (seen.get(seq) ?? 0) + 1);
        store.applyFrame(frame);
      },
      snapshot(snapshot) {
        covered.push({ after: newest, to: snapshot.seq });
        newest = snapshot.seq;
        store.replace(snapshot);
      },
      link(link, cursor) {
        newest = Math.max(newest, cursor);
        if (links.at(-1) !== link.kind) links.push(link.kind);
      },
      welcome(welcome) {
        view = welcome.view;
      },
      view(next) {
        view = next;
      },
      status(next) {
        status = next;
      },
      clockOffset() {},
    },
  });

  const viewOfIt = (): View => {
    if (!view) throw new Error('the display has not been welcomed yet');
    return view;
  };
  return {
    world: store.world,
    view: viewOfIt,
    connection,
    links,
    resnapshots: () => covered.length - 1,
    status: () => status,
    lost: (log) =>
      log
        .filter((entry) => project(viewOfIt(), entry) !== null)
        .map(({ seq }) => seq)
        .filter((seq) => !seen.has(seq) && !covered.some(({ after, to }) => seq > after && seq <= to)),
    doubled: () => [...seen].filter(([, count]) => count > 1).map(([seq]) => seq),
    close: connection.close,
  };
}
