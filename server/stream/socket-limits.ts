import type { ClientEvents } from '../../shared/contract/socket.ts';
import type { EpochMs } from '../../shared/model/ids.ts';

/** How much one account or display may take of a node (SEC9). Connections of one address are counted at the front door. */
export type SocketLimits = {
  socketsPerPrincipal: number;
  messagesPerSecond: number;
  messagesPerMinute: number;
  principalMessagesPerMinute: number;
};
export const SOCKET_LIMITS: SocketLimits = {
  socketsPerPrincipal: 64,
  messagesPerSecond: 100,
  messagesPerMinute: 600,
  principalMessagesPerMinute: 6000,
};

/** What a message counts for: a range is read, projected and encoded for one asker alone. */
const WEIGHTS: ReadonlyMap<unknown, number> = new Map([['range:read' satisfies keyof ClientEvents, 20]]);

/** How many of each there are now. */
export type Tally = { of(key: string): number; enter(key: string): void; leave(key: string): void };

export function createTally(): Tally {
  const counts = new Map<string, number>();
  return {
    of: (key) => counts.get(key) ?? 0,
    enter: (key) => void counts.set(key, (counts.get(key) ?? 0) + 1),
    leave(key) {
      const left = (counts.get(key) ?? 1) - 1;
      if (left > 0) counts.set(key, left);
      else counts.delete(key);
    },
  };
}

/** Counts what came within the present second or minute; `take` is false when it is too much. */
export type Quota = { take(key: string, weight: number, now: EpochMs): boolean };

export function createQuota(max: number, windowMs: number): Quota {
  let window = 0;
  const counts = new Map<string, number>();
  return {
    take(key, weight, now) {
      const current = Math.floor(now / windowMs);
      if (current !== window) counts.clear();
      window = current;
      const count = (counts.get(key) ?? 0) + weight;
      counts.set(key, count);
      return count <= max;
    },
  };
}

export type MessageQuota = {
  /** What limit a message of this socket breaks, in words; null: none. */
  broken(event: unknown, socket: string, principal: string, now: EpochMs): string | null;
};

export function createMessageQuota({ messagesPerSecond, messagesPerMinute, principalMessagesPerMinute }: SocketLimits): MessageQuota {
  const quotas = [
    { by: 'socket', words: `${messagesPerSecond} messages a second`, quota: createQuota(messagesPerSecond, 1000), weighted: false },
    { by: 'socket', words: `${messagesPerMinute} messages a minute`, quota: createQuota(messagesPerMinute, 60_000), weighted: true },
    {
      by: 'principal',
      words: `${principalMessagesPerMinute} messages a minute over all connections`,
      quota: createQuota(principalMessagesPerMinute, 60_000),
      weighted: true,
    },
  ];
  return {
    broken(event, socket, principal, now) {
      const weight = WEIGHTS.get(event) ?? 1;
      const over = quotas.find(({ by, quota, weighted }) => !quota.take(by === 'socket' ? socket : principal, weighted ? weight : 1, now));
      return over ? `more than ${over.words}` : null;
    },
  };
}
