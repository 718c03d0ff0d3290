import type { ReplayOrder } from '../../../shared/contract/direction.ts';
import type { BriefingFrozen, BriefingList, ReplayMarks, ReplaySpan } from '../../../shared/contract/replay.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Result } from '../../../shared/model/result.ts';
import type { Stores } from '../../stores/stores-context.tsx';

/** What the screen is given by the application that composes it. */
export type Closable = Stores & { close(): void };
export type PastStores = Closable & { follow(order: ReplayOrder): void };
type Asked<T> = Promise<Result<T, { kind: string; message: string }>>;
export type PastReader = {
  span(): Asked<ReplaySpan>;
  marks(from: EpochMs, to: EpochMs): Asked<ReplayMarks>;
  briefings(): Asked<BriefingList['briefings']>;
  keep(briefing: BriefingFrozen): Asked<null>;
};
export type ReplayPorts = {
  /** The desk's own connection: the server's clock, and whether the session lasts. */
  connect: () => Closable;
  open: (order: ReplayOrder, live: Stores) => PastStores;
  reader: PastReader;
};
