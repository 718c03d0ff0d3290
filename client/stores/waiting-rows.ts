import { KIND_NAMES, type Kind } from '../../shared/contract/entry-data.ts';
import { entriesOfTable, sameSubjects, type Table } from '../../shared/contract/frame.ts';
import { reachOf, type World } from '../../shared/rules/fold.ts';

/** Whatever waits for a kind is folded past so many tables, or so many rows more than its slot holds. */
const TABLES_MAX = 8;
const ROWS_SPARE = 1000;

export type WaitingRows = {
  /** Takes a table whose rows are all newer than any of its kind before. The caller asks `reachOf` first: its kind reaches its slot alone. */
  add(table: Table): void;
};

/**
 * Makes the slots of a world fill when they are read (STORE3): moving points change ten times a second and are drawn from their
 * tables, so most of their entries would be made for nobody. A table of the same subjects takes the place of the one that waits;
 * any access to a slot, `fold`'s own too, finds everything in it that came before.
 */
export function waitingRows({ slots }: World): WaitingRows {
  const waiting = new Map<Kind, Table[]>();

  const behind: World['slots'] = { ...slots };
  const settle = (kind: Kind): Map<string, unknown> => {
    const slot: Map<string, unknown> = behind[kind];
    const tables = waiting.get(kind) ?? [];
    waiting.delete(kind);
    for (const table of tables) for (const entry of entriesOfTable(table)) slot.set(entry.id, entry);
    return slot;
  };

  for (const kind of KIND_NAMES) {
    if (reachOf(kind) === 'slot') Object.defineProperty(slots, kind, { get: () => settle(kind), enumerable: true });
  }

  return {
    add(table) {
      const { kind } = table;
      const tables = (waiting.get(kind) ?? []).filter((before) => !sameSubjects(before, table));
      tables.push(table);
      waiting.set(kind, tables);
      const rows = tables.reduce((sum, { length }) => sum + length, 0);
      if (tables.length > TABLES_MAX || rows > behind[kind].size + ROWS_SPARE) settle(kind);
    },
  };
}
