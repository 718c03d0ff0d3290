import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, storable } from '../../server/domain/audit/canonical.ts';
import { verifyChain } from '../../server/domain/audit/verify.ts';
import type { AuditEntry } from '../../shared/contract/audit.ts';
import { act, chainOf, checking, nothing, signedAt } from '../unit/audit/fixture.ts';

const word = fc.string({ maxLength: 20, unit: 'binary' });
const anAct = fc
  .record({
    actor: word,
    actorName: word,
    action: fc.constantFrom('personal:reveal', 'media:read', 'person:manage'),
    subject: fc.record({ kind: word, id: word }),
    purpose: fc.option(word),
    outcome: fc.constantFrom('done' as const, 'denied' as const, 'failed' as const),
    detail: fc.dictionary(word, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
  })
  .map((one) => act(one));
const aChain = fc.array(anAct, { minLength: 2, maxLength: 30 }).map(chainOf);

/** Every way to change one row without sealing it anew. */
const bends: ((row: AuditEntry, salt: string) => AuditEntry)[] = [
  (row, salt) => ({ ...row, actor: `${row.actor}${salt}` }),
  (row, salt) => ({ ...row, actorName: `${row.actorName}${salt}` }),
  (row, salt) => ({ ...row, node: `${row.node}${salt}` }),
  (row, salt) => ({ ...row, action: `${row.action}${salt}` }),
  (row, salt) => ({ ...row, subject: { ...row.subject, id: `${row.subject.id}${salt}` } }),
  (row, salt) => ({ ...row, subject: { ...row.subject, kind: `${row.subject.kind}${salt}` } }),
  (row, salt) => ({ ...row, purpose: `${row.purpose ?? ''}${salt}` }),
  (row, salt) => ({ ...row, detail: { ...row.detail, [`${salt}!`]: salt } }),
  (row) => ({ ...row, at: row.at + 1 }),
  (row) => ({ ...row, outcome: row.outcome === 'done' ? 'denied' : 'done' }),
  (row) => ({ ...row, previousHash: row.hash }),
  (row) => ({ ...row, hash: row.previousHash }),
];
const place = fc.nat();
const check = (rows: AuditEntry[], against = nothing) => verifyChain(rows, against, checking);
const at = <T>(list: readonly T[], i: number): T => list[i % list.length] ?? expect.unreachable();

describe('AUDIT2 whatever is done to a chain is found', () => {
  test('AUDIT1 an honest chain passes, through jsonb’s reordering of names too', async () => {
    await fc.assert(
      fc.asyncProperty(aChain, async (rows) => {
        const back = rows.map((row) => ({ ...row, detail: Object.fromEntries(Object.entries(row.detail).reverse()) }));
        expect((await check(back)).faults).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('AUDIT1 what was made storable once stays as it is', () => {
    fc.assert(
      fc.property(anAct, (one) => {
        const once = storable(one);
        expect(canonicalJson(storable(once))).toBe(canonicalJson(once));
      }),
    );
  });

  test('AUDIT2 any field of any row', async () => {
    await fc.assert(
      fc.asyncProperty(aChain, place, fc.constantFrom(...bends), fc.constantFrom('x', 'ệ', '0'), async (rows, where, bend, salt) => {
        const { n } = at(rows, where);
        const verdict = await check(rows.map((row) => (row.n === n ? bend(row, salt) : row)));
        expect(verdict.faultCount).toBeGreaterThan(0);
        expect(verdict.faults.some((fault) => 'n' in fault && (fault.n === n || fault.n === n + 1))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('AUDIT2 any two rows swapped', async () => {
    await fc.assert(
      fc.asyncProperty(aChain, place, fc.integer({ min: 1, max: 29 }), async (rows, where, apart) => {
        const a = at(rows, where);
        const b = at(rows, where + 1 + (apart % (rows.length - 1)));
        fc.pre(a.n !== b.n);
        const swapped = rows.map((row) => (row.n === a.n ? { ...b, n: a.n } : row.n === b.n ? { ...a, n: b.n } : row));
        const { faults } = await check(swapped);
        expect(faults).toEqual([{ kind: 'swapped', n: Math.min(a.n, b.n), other: Math.max(a.n, b.n) }]);
      }),
      { numRuns: 100 },
    );
  });

  test('AUDIT2 any row taken out of the middle', async () => {
    await fc.assert(
      fc.asyncProperty(aChain, place, async (rows, where) => {
        const { n } = at(rows.slice(0, -1), where);
        expect((await check(rows.filter((row) => row.n !== n))).faults).toEqual([{ kind: 'missing', from: n, to: n }]);
      }),
      { numRuns: 60 },
    );
  });

  test('AUDIT3 any tail cut, by the head that was signed after it', async () => {
    await fc.assert(
      fc.asyncProperty(aChain, place, async (rows, where) => {
        const length = where % rows.length;
        const head = signedAt('head', at(rows, rows.length - 1));
        const verdict = await check(rows.slice(0, length), { ...nothing, heads: [head] });
        expect(verdict.faults).toMatchObject([{ kind: 'cut', last: length, signed: rows.length, by: 'head' }]);
      }),
      { numRuns: 60 },
    );
  });
});
