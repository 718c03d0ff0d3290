/** What the process of simulated displays and desks can be asked. */
export type WatchersMark = {
  connected: number;
  /** Log numbers that frames brought, over all of them. */
  delivered: number;
  /** Numbers that a reader should have had and had not, and snapshots that took the place of a backlog. */
  missing: number;
  snapshots: number;
  reports: number;
  /** Newest number of the reader that is furthest behind. */
  slowest: number;
};
export type Watcher = { cookie: string; screen: 'wall' | 'desk' };
export type Watchers = {
  connect(parts: { port: number; watchers: Watcher[] }): Promise<void>;
  mark(): WatchersMark;
};
