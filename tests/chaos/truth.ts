import { expect } from 'vitest';
import type { Entry } from '../../shared/contract/entry.ts';
import type { View } from '../../shared/contract/socket.ts';
import { emptyWorld, fold, type Snapshot, snapshotOf } from '../../shared/rules/fold.ts';
import { projectSnapshot } from '../../shared/rules/project-snapshot.ts';
import type { AcknowledgedLoad } from '../support/acknowledged-load.ts';
import type { Administration, LedgerRow } from '../support/ingest-client.ts';
import { eventually, until } from './eventually.ts';
import { openWallDisplay, type WallDisplay } from './wall-display.ts';

/** What must hold after every catastrophe: asserted here once, so that no test forgets a part of it. */

/** Numbers from 1 without a hole, and every promise kept under the number that was promised, once. */
export function expectKept(log: readonly Entry[], source: string, loads: readonly AcknowledgedLoad[]): void {
  expect(log.findIndex((entry, i) => entry.seq !== i + 1)).toBe(-1);
  const promised = new Map(loads.flatMap(({ acknowledged }) => [...acknowledged]));
  const broken = [...promised].filter(([id, seq]) => log[seq - 1]?.id !== `${source}:${id}`);
  expect(broken).toEqual([]);
  const stored = log.filter((entry) => entry.source === source && entry.kind === 'camera-event.observed').map(({ id }) => id);
  expect(stored.length).toBe(promised.size);
  expect(new Set(stored).size).toBe(stored.length);
  expect(loads.flatMap(({ faults }) => faults)).toEqual([]);
}

/** Every display shows the fold of the log as its view lets it through, with nothing lost on the way and nothing twice. */
export async function expectSameTruth(displays: readonly WallDisplay[], log: readonly Entry[]): Promise<void> {
  const head = log.at(-1)?.seq ?? 0;
  await until('every display at the head', () => displays.every(({ connection }) => connection.cursor() === head));
  const world = emptyWorld();
  for (const entry of log) fold(world, entry);
  const folded = snapshotOf(world);
  for (const display of displays) {
    expect(display.lost(log)).toEqual([]);
    expect(display.doubled()).toEqual([]);
    expect(shown(snapshotOf(display.world()))).toEqual(shown(pictureOf(display.view(), folded)));
  }
}

/** The server's own fold, as it hands it to whoever comes new, is what the display holds. */
export async function expectServersFold(display: WallDisplay, { port, cookie }: { port: number; cookie: string }): Promise<void> {
  const newcomer = openWallDisplay({ port, cookie });
  try {
    const head = display.connection.cursor();
    await until('a newcomer at the head', () => newcomer.connection.cursor() === head);
    expect(shown(snapshotOf(newcomer.world()))).toEqual(shown(snapshotOf(display.world())));
  } finally {
    newcomer.close();
  }
}

const pictureOf = (view: View, snapshot: Snapshot): Snapshot => projectSnapshot(view, snapshot);
/** A frame may cover numbers that a view keeps back, so the last number folded differs where the pictures do not. */
const shown = ({ seq: _, ...picture }: Snapshot): Omit<Snapshot, 'seq'> => picture;

const sum = (rows: readonly LedgerRow[], field: 'received' | 'stored' | 'duplicate' | 'quarantined' | 'refused'): number =>
  rows.reduce((total, row) => total + row[field], 0);

/** LOSS1: each source's minutes balance, and what the ledger calls stored is what the log holds. */
export async function expectBalanced(administration: Administration, readLog: () => Promise<readonly Entry[]>): Promise<LedgerRow[]> {
  return eventually('a ledger that balances with the log', async () => {
    const [rows, log] = await Promise.all([administration.ledger(), readLog()]);
    for (const row of rows) {
      const total = row.stored + row.duplicate + row.quarantined + row.refused;
      if (row.received !== total) throw new Error(`${row.source} ${row.minute}: received ${row.received}, accounted for ${total}`);
    }
    for (const source of new Set([...rows.map((row) => row.source), ...log.map((entry) => entry.source)])) {
      const stored = sum(
        rows.filter((row) => row.source === source),
        'stored',
      );
      const held = log.filter((entry) => entry.source === source).length;
      if (stored !== held) throw new Error(`${source}: the ledger says ${stored} stored, the log holds ${held}`);
    }
    return rows;
  });
}
