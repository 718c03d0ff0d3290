import { describe, expect, test } from 'vitest';
import { canonicalFacts, canonicalJson, storable, TEXT_MAX } from '../../../server/domain/audit/canonical.ts';
import { GENESIS, sealOf } from '../../../server/domain/audit/chain.ts';
import { csvRow } from '../../../server/domain/audit/csv.ts';
import { type Against, verifyChain } from '../../../server/domain/audit/verify.ts';
import { sha256 } from '../../../server/store/audit-keys.ts';
import { printedHash } from '../../../shared/contract/audit.ts';
import { act, chainOf, checking, nothing, signedAt } from './fixture.ts';

const TEN = chainOf(Array.from({ length: 10 }, (_, i) => act({ subject: { kind: 'camera', id: `cam-${i + 1}` } })));
const at = (n: number) => TEN[n - 1] ?? expect.unreachable();
const without = (n: number) => TEN.filter((row) => row.n !== n);

describe('AUDIT1 the canonical form', () => {
  test('AUDIT1 is JSON with sorted names, no white space and nothing of its own making', () => {
    expect(canonicalJson({ b: [1, { z: null, a: 'Ế' }], a: -0, __proto__x: 1e21 })).toBe(
      '{"__proto__x":1e+21,"a":0,"b":[1,{"a":"Ế","z":null}]}',
    );
    expect(() => canonicalJson({ a: undefined })).toThrow(TypeError);
    expect(() => canonicalJson(Number.NaN)).toThrow(TypeError);
  });

  test('AUDIT1 the documented bytes give the documented hash, whoever computes them', () => {
    const facts = { ...storable(act({ detail: { b: 1, a: 'x' } })), n: 1, at: 1_760_000_000_000, node: 'node-1' };
    const canonical =
      '{"action":"personal:reveal","actor":"p-1","actorName":"Nguyễn Thị Ánh","at":1760000000000,"detail":{"a":"x","b":1},"n":1,"node":"node-1",' +
      '"outcome":"done","purpose":"Gọi lại cho người phản ánh","subject":{"id":"PA-1","kind":"field-report"}}';
    expect(canonicalFacts(facts)).toBe(canonical);
    expect(sealOf(sha256, GENESIS, facts)).toBe(sha256(Buffer.concat([Buffer.alloc(32), Buffer.from(canonical)])));
  });

  test('AUDIT1 what is stored is composed, of one line, and bounded; a detail that is too long is refused', () => {
    const stored = storable(
      act({ actorName: 'Ánh\r\nadmin logged in\u0000\u001b[2J\uD800', purpose: 'x'.repeat(5000), detail: { é: 'Ế' } }),
    );
    expect(stored.actorName).toBe('Ánh admin logged in\uFFFD\uFFFD[2J\uFFFD');
    expect(stored.purpose).toHaveLength(TEXT_MAX);
    expect(stored.detail).toEqual({ é: 'Ế' });
    expect(() => storable(act({ detail: { text: 'x'.repeat(20_000) } }))).toThrow(RangeError);
  });

  test('SEC24 no act forges a line, whatever its words hold', () => {
    const { subject } = storable(act({ subject: { kind: 'route', id: '/a\n2026-11-22 admin allowed\u2028x\u0085y' } }));
    expect(subject.id).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
  });

  test('AUDIT9 a hash is printed in groups of four', () => {
    expect(printedHash('0123456789abcdef')).toBe('0123 4567 89ab cdef');
  });
});

describe('AUDIT2 checking says which number and what', () => {
  const check = (rows: typeof TEN, against: Partial<Against> = {}, strict = false) =>
    verifyChain(rows, { ...nothing, ...against }, { ...checking, strict });

  test('AUDIT2 a whole chain has no fault, and tells its size, head, span and what is proven', async () => {
    const verdict = await check(TEN, { checkpoints: [signedAt('checkpoint', at(4))], heads: [signedAt('head', at(10))] });
    expect(verdict).toMatchObject({ size: 10, first: { n: 1 }, last: { n: 10, hash: at(10).hash }, proven: 10, faultCount: 0 });
    expect(verdict.checkpoints).toEqual({ held: 1, unknown: 0 });
    expect(await check([])).toMatchObject({ size: 0, last: null, faultCount: 0 });
  });

  test('AUDIT2 a changed row', async () => {
    const rows = TEN.map((row) => (row.n === 4 ? { ...row, purpose: 'Lý do khác hẳn' } : row));
    expect((await check(rows)).faults).toEqual([{ kind: 'changed', n: 4 }]);
  });

  test('AUDIT2 a row that was changed and sealed anew no longer carries the next one', async () => {
    const forged = { ...at(4), purpose: 'Lý do khác hẳn' };
    const rows = TEN.map((row) => (row.n === 4 ? { ...forged, hash: sealOf(sha256, forged.previousHash, forged) } : row));
    expect((await check(rows)).faults).toEqual([{ kind: 'unlinked', n: 5 }]);
  });

  test('AUDIT2 a missing row, a missing beginning, and a row that was taken out with its neighbours renumbered', async () => {
    expect((await check(without(6))).faults).toEqual([{ kind: 'missing', from: 6, to: 6 }]);
    expect((await check(TEN.slice(3))).faults).toEqual([{ kind: 'missing', from: 1, to: 3 }]);
    const renumbered = without(9).map((row) => (row.n === 10 ? { ...row, n: 9 } : row));
    expect((await check(renumbered)).faults).toEqual([{ kind: 'changed', n: 9 }]);
  });

  test('AUDIT2 two rows swapped, with their hashes or without', async () => {
    const whole = TEN.map((row) => (row.n === 3 ? { ...at(7), n: 3 } : row.n === 7 ? { ...at(3), n: 7 } : row));
    expect((await check(whole)).faults).toEqual([{ kind: 'swapped', n: 3, other: 7 }]);
    const contents = TEN.map((row) =>
      row.n === 3 ? { ...row, subject: at(4).subject, at: at(4).at } : row.n === 4 ? { ...row, subject: at(3).subject, at: at(3).at } : row,
    );
    expect((await check(contents)).faults).toEqual([{ kind: 'swapped', n: 3, other: 4 }]);
  });

  test('AUDIT3 a cut tail is found by the newest checkpoint, by the signed head and by a paper', async () => {
    const cut = TEN.slice(0, 7);
    expect((await check(cut)).faults).toEqual([]);
    expect((await check(cut, { checkpoints: [signedAt('checkpoint', at(8))] })).faults).toEqual([
      { kind: 'cut', last: 7, signed: 8, at: at(8).at, by: 'checkpoint' },
    ]);
    expect((await check(cut, { heads: [signedAt('head', at(10))] })).faults).toMatchObject([
      { kind: 'cut', last: 7, signed: 10, by: 'head' },
    ]);
    expect((await check([], { printed: [{ n: 2, hash: at(2).hash }] })).faults).toMatchObject([
      { kind: 'cut', last: 0, signed: 2, by: 'printed' },
    ]);
  });

  test('AUDIT3 a chain written anew from some number on is whole in itself, and not what was signed', async () => {
    const anew = chainOf(
      TEN.map((row) => act({ subject: row.subject, purpose: row.n < 5 ? 'Gọi lại cho người phản ánh' : 'Viết lại toàn bộ về sau' })),
    );
    const rows = [...TEN.slice(0, 4), ...anew.slice(4)];
    const resealed = rows.map((row) => row);
    for (let i = 4; i < resealed.length; i++) {
      const previousHash = resealed[i - 1]?.hash ?? GENESIS;
      const row = resealed[i] ?? expect.unreachable();
      resealed[i] = { ...row, previousHash, hash: sealOf(sha256, previousHash, row) };
    }
    expect((await check(resealed)).faults).toEqual([]);
    expect((await check(resealed, { checkpoints: [signedAt('checkpoint', at(8))] })).faults).toMatchObject([
      { kind: 'rewritten', n: 8, by: 'checkpoint' },
    ]);
    expect((await check(resealed, { printed: [{ n: 8, hash: at(8).hash.slice(0, 16) }] })).faults).toMatchObject([
      { kind: 'rewritten', n: 8, by: 'printed' },
    ]);
  });

  test('AUDIT3 a forged checkpoint: another signature, a head passed off as one, a moment changed, a foreign key', async () => {
    const good = signedAt('checkpoint', at(8));
    const forged = [
      { ...good, signature: Buffer.alloc(64).toString('base64') },
      signedAt('head', at(8)),
      { ...good, at: good.at + 1 },
      { ...good, hash: at(7).hash },
      { ...good, signature: 'không phải chữ ký' },
    ];
    for (const checkpoint of forged) {
      expect((await check(TEN, { checkpoints: [checkpoint] })).faults).toEqual([{ kind: 'forged', n: 8, key: 'own', by: 'checkpoint' }]);
    }
    const foreign = { ...good, key: 'other' };
    expect(await check(TEN, { checkpoints: [foreign] })).toMatchObject({ faultCount: 0, proven: 0, checkpoints: { held: 0, unknown: 1 } });
    expect((await check(TEN, { checkpoints: [foreign] }, true)).faults).toEqual([
      { kind: 'unknown-key', n: 8, key: 'other', by: 'checkpoint' },
    ]);
  });

  test('AUDIT2 rows picked by a filter may leave numbers out, and each still has to fit its hash', async () => {
    const picked = [at(2), at(3), at(7)];
    expect((await verifyChain(picked, nothing, checking, { picked: true })).faults).toEqual([]);
    const bent = [at(2), { ...at(3), actorName: 'Người khác' }, at(7)];
    expect((await verifyChain(bent, nothing, checking, { picked: true })).faults).toEqual([{ kind: 'changed', n: 3 }]);
  });
});

describe('SEC23 cells of a CSV', () => {
  test.each(['=1+1', '+84', '-1', '@SUM(A1)', '\t=1', '  =HYPERLINK("x")', '＝1', '|cmd', '%0a'])(
    'SEC23 %j is text and no formula',
    (text) => {
      const [cell = ''] = csvRow([text]).split('\r\n');
      expect(cell.replace(/^"/, '').startsWith("'")).toBe(true);
    },
  );

  test('SEC23 what is no formula stays, numbers stay numbers, quotes are doubled', () => {
    expect(csvRow(['Ánh', -1.5, null, true, 'a "b", c', 'x-y'])).toBe('Ánh,-1.5,,true,"a ""b"", c",x-y\r\n');
  });
});
