import type { ItemReceipt, Rejection } from '../domain/intake/ports.ts';
import type { Standing } from '../domain/intake/standing.ts';
import type { CommitResult, EntryLog, PublisherKey, Refusal } from '../domain/log/ports.ts';
import { createArrivalIds } from './arrival-ids.ts';
import { type Assembly, assemble, keyOf, receiptOf, type Unit } from './assemble.ts';

type Parts = {
  log: EntryLog;
  standing: () => Standing;
  onCommitted: (result: CommitResult, ms: number) => void;
};

/** Decisions change when a repeat is recognised, so new doubts can follow; this often they are looked up. */
const MAX_ROUNDS = 3;

/** SQLSTATE classes that blame the data and not the database: 21 cardinality, 22 data, 23 integrity, 54 limit exceeded. */
const POISON = /^(?:21|22|23|54)/;
/** … or our own code, which must not stand still for one item that it cannot digest. */
const isPoison = (error: unknown): error is Error =>
  error instanceof TypeError ||
  error instanceof RangeError ||
  (error instanceof Error && 'code' in error && typeof error.code === 'string' && POISON.test(error.code));

/**
 * Commits units in one transaction and answers with their receipts, in order. One item that the database will not have must
 * not take the others along: the batch is halved until it stands alone, and then it is quarantined.
 * `refused` is emptied once it is written.
 * @throws when the database is down.
 */
export function createCommitter({ log, standing, onCommitted }: Parts) {
  const newId = createArrivalIds();

  const assembled = async (units: readonly Unit[], condemned: Rejection | null): Promise<Assembly> => {
    const known = new Set<string>();
    const asked = new Set<string>();
    for (let round = 1; ; round++) {
      const assembly = assemble(units, standing(), known, newId, condemned);
      const open: PublisherKey[] = assembly.doubtful.filter(({ source, key }) => !asked.has(keyOf(source, key)));
      if (open.length === 0 || round > MAX_ROUNDS) return assembly;
      for (const { source, key } of open) asked.add(keyOf(source, key));
      const found = await log.knownKeys(open);
      if (found.length === 0) return assembly;
      for (const { source, key } of found) known.add(keyOf(source, key));
    }
  };

  return async function commitUnits(
    units: readonly Unit[],
    refused: Refusal[],
    condemned: Rejection | null = null,
  ): Promise<ItemReceipt[]> {
    try {
      const { batch, fates } = await assembled(units, condemned);
      const startedAt = performance.now();
      const result = await log.commit({ ...batch, refused: [...refused] });
      refused.length = 0;
      onCommitted(result, performance.now() - startedAt);
      return fates.map((fate) => receiptOf(fate, result.outcomes));
    } catch (error) {
      if (!isPoison(error) || units.length === 0 || condemned) throw error;
      if (units.length === 1) {
        return commitUnits(units, refused, { code: 'malformed', pointer: '', message: `the log cannot hold it: ${error.message}` });
      }
      const middle = units.length >> 1;
      const first = await commitUnits(units.slice(0, middle), refused);
      return [...first, ...(await commitUnits(units.slice(middle), refused))];
    }
  };
}
