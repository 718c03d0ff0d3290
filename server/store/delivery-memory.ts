import { and, eq, lt } from 'drizzle-orm';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { DeliveryMemory } from '../domain/intake/ports.ts';
import type { Database } from './database.ts';
import { webhookSeen } from './schema.ts';

export type StoredDeliveryMemory = DeliveryMemory & {
  /** Forgets deliveries whose signature is too old to be accepted anyway. Returns how many. */
  forget(before: EpochMs): Promise<number>;
};

export function createDeliveryMemory({ database: { orm } }: { database: Pick<Database, 'orm'> }): StoredDeliveryMemory {
  return {
    async has(source, delivery) {
      const same = and(eq(webhookSeen.source, source), eq(webhookSeen.webhookId, delivery));
      return (await orm.select({ at: webhookSeen.seenAt }).from(webhookSeen).where(same)).length > 0;
    },
    async remember(source, delivery, at) {
      await orm.insert(webhookSeen).values({ source, webhookId: delivery, seenAt: at }).onConflictDoNothing();
    },
    async forget(before) {
      return (await orm.delete(webhookSeen).where(lt(webhookSeen.seenAt, before))).rowCount ?? 0;
    },
  };
}
