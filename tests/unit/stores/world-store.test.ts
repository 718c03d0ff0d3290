import { expect, test } from 'vitest';
import { createWorldStore } from '../../../client/stores/world-store.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import { decodeFrame, encodeFrame } from '../../../shared/contract/frame.ts';
import { epochMs, seq } from '../../../shared/model/ids.ts';
import { emptyWorld, fold, snapshotOf } from '../../../shared/rules/fold.ts';
import { logFromSeed } from '../../support/log-arbitrary.ts';

const frameOf = (entries: readonly Entry[], from: number, to: number) =>
  decodeFrame(encodeFrame(entries, seq(from), seq(to), epochMs(0), [106, 20]));

function storeWithPaints() {
  const paints: (() => void)[] = [];
  const store = createWorldStore({ schedule: (publish) => paints.push(publish) });
  return { store, paint: () => paints.splice(0).map((publish) => publish()).length };
}

test('STORE1 the store is the fold of what came, whatever the frames it came in', () => {
  const log = logFromSeed(41, 300);
  const { store } = storeWithPaints();
  for (let i = 0; i < log.length; i += 37) store.applyFrame(frameOf(log.slice(i, i + 37), i + 1, Math.min(i + 37, log.length)));
  const world = emptyWorld();
  for (const entry of log) fold(world, entry);
  expect(snapshotOf(store.world())).toEqual(snapshotOf(world));
});

test('STORE2 those who look are told at most once a paint, and only of kinds that changed', () => {
  const log = logFromSeed(42, 200);
  const { store, paint } = storeWithPaints();
  let told = 0;
  store.versions.subscribe(() => told++);
  const values = log.filter(({ kind }) => kind === 'indicator.valued').slice(0, 10);
  for (const entry of values) store.applyFrame(frameOf([entry], entry.seq, entry.seq));
  expect(told).toBe(0);
  const before = { ...store.versions.getState() };
  expect(paint()).toBe(1);
  expect(told).toBe(1);
  const changed = (Object.keys(before) as Kind[]).filter((kind) => store.versions.getState()[kind] !== before[kind]);
  expect(changed).toEqual(['indicator.valued']);
  expect(paint()).toBe(0);
});
