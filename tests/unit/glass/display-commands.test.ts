import { expect, test } from 'vitest';
import { obeyCommands } from '../../../client/app/display-commands.ts';
import { createWorldStore } from '../../../client/stores/world-store.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { decodeFrame, encodeFrame } from '../../../shared/contract/frame.ts';
import { epochMs, seq, sourceId } from '../../../shared/model/ids.ts';
import { emptyWorld, fold, snapshotOf } from '../../../shared/rules/fold.ts';

const HERE = { wall: 'wall', position: 'A1' };
const command = (n: number, at: number, kind: 'reload' | 'capture', position = 'A1'): Entry => ({
  seq: seq(n),
  kind: 'display.commanded',
  id: `display-${position}`,
  area: null,
  classification: 'public',
  occurredAt: epochMs(at),
  receivedAt: epochMs(at),
  source: sourceId('desk'),
  actor: 'p1',
  drill: false,
  data: { wall: 'wall', position, command: kind, capture: kind === 'capture' ? `picture-${n}` : null, issuedAt: epochMs(at) },
});

/** A page that was loaded at `loadedAt`; `memory` outlives it. */
function page(loadedAt: number, memory = new Map<string, string>(), writes = true) {
  const did: string[] = [];
  let now = loadedAt + 1_000;
  const world = createWorldStore({ schedule: () => {} });
  const end = obeyCommands({
    world,
    place: HERE,
    loadedAt: () => loadedAt,
    now: () => now,
    memory: { getItem: (key) => memory.get(key) ?? null, setItem: (key, value) => void (writes && memory.set(key, value)) },
    reload: () => did.push('reload'),
    capture: (id) => did.push(id),
  });
  return {
    did,
    memory,
    end,
    pass: (ms: number) => {
      now += ms;
    },
    async frame(entry: Entry) {
      world.applyFrame(decodeFrame(encodeFrame([entry], entry.seq, entry.seq, epochMs(0), [106, 20])));
      await Promise.resolve();
    },
    async snapshot(...entries: Entry[]) {
      const folded = emptyWorld();
      for (const entry of entries) fold(folded, entry);
      world.replace(snapshotOf(folded));
      await Promise.resolve();
    },
  };
}

test('TRUTH8 a page obeys what is newer than itself, once, and nothing that another display is told', async () => {
  const one = page(100_000);
  await one.snapshot(command(1, 99_999, 'reload'));
  await one.frame(command(2, 100_500, 'reload', 'B1'));
  expect(one.did).toEqual([]);
  await one.frame(command(3, 101_000, 'capture'));
  await one.frame(command(3, 101_000, 'capture'));
  await one.snapshot(command(3, 101_000, 'capture'));
  expect(one.did).toEqual(['picture-3']);
  await one.frame(command(4, 102_000, 'reload'));
  expect(one.did).toEqual(['picture-3', 'reload']);
});

test('TRUTH8 a command is no reload loop: not by a clock that is wrong, and not without a memory', async () => {
  const one = page(100_000);
  await one.snapshot(command(1, 200_000, 'reload'));
  expect(one.did).toEqual(['reload']);
  const again = page(100_100, one.memory);
  await again.snapshot(command(1, 200_000, 'reload'));
  expect(again.did).toEqual([]);
  const forgetful = page(100_000, new Map(), false);
  await forgetful.snapshot(command(1, 200_000, 'reload'));
  expect(forgetful.did).toEqual([]);
});

test('TRUTH8 a picture that nobody waits for any more is not taken, and a page that ended obeys no more', async () => {
  const one = page(100_000);
  one.pass(120_000);
  await one.snapshot(command(1, 101_000, 'capture'));
  expect(one.did).toEqual([]);
  one.end();
  await one.frame(command(2, 220_000, 'reload'));
  expect(one.did).toEqual([]);
});
