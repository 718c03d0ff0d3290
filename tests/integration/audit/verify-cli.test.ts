import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportAsJson } from '../../../server/http/audit/export.ts';
import { auditKeyId } from '../../../server/store/audit-keys.ts';
import { openAuditTrail } from '../../../server/store/audit-trail.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { startEmbeddedPostgres } from '../../../server/store/embedded-postgres.ts';
import { printedHash } from '../../../shared/contract/audit.ts';
import { silentLog, testDatabase } from '../../support/postgres.ts';
import { act, PUBLIC_KEY, signedAt } from '../../unit/audit/fixture.ts';
import { auditVerify, dataFolder, tamper, trailOn } from './audit-centre.ts';

/** A stopped centre with twelve acts, the first ten under a checkpoint. */
async function centre() {
  const data = await testDatabase();
  const trail = await trailOn(data, { checkpointEveryMs: 0 });
  const some = (count: number) => Promise.all(Array.from({ length: count }, (_, i) => trail.audit.record(act({ detail: { i } }))));
  await some(10);
  await trail.tend();
  await some(2);
  const { book } = trail;
  await trail.close();
  const env = { DATABASE_URL: data.url, DATA_DIR: trail.dataDir };
  const verify = (...args: string[]) => auditVerify(args, env);
  return { ...data, book, dataDir: trail.dataDir, env, verify };
}

async function exported({ book }: Awaited<ReturnType<typeof centre>>): Promise<{ file: string; document: ReturnType<typeof JSON.parse> }> {
  const head = await book.signedHead();
  const facts = {
    exportedAt: 1_760_000_000_000,
    exportedBy: 'Kiểm toán',
    filter: null,
    head,
    checkpoints: await book.checkpoints(),
    keys: await book.keys(),
  };
  let text = '';
  for await (const part of exportAsJson(facts, book.read({}, head?.n ?? 0))) text += part;
  const file = join(dataFolder(), 'audit.json');
  writeFileSync(file, text);
  return { file, document: JSON.parse(text) };
}

describe('AUDIT10 npm run audit:verify', () => {
  test('AUDIT10 a whole database: exit 0, with size, head, checkpoints and time span in both languages', async () => {
    const { env, book } = await centre();
    const { code, said } = await auditVerify([], env, 'as-told');
    expect(said).toContain('Nhật ký kiểm toán nguyên vẹn / The audit is whole.');
    expect(said).toContain('Số mục / Entries: 12 (1–12)');
    expect(said).toContain('Điểm xác nhận khớp / Checkpoints that hold: 1');
    expect(said).toContain('Được chữ ký chứng thực đến mục / Proven by signatures up to entry: 12');
    expect(said).toContain(printedHash((await book.head())?.hash ?? ''));
    expect(said).toMatch(/Time span: \d\d:\d\d:\d\d \d\d\/\d\d\/\d{4} – \d\d:\d\d:\d\d/);
    expect(code).toBe(0);
  });

  test.each([
    ['a changed row', "update audit.entry set purpose = 'Khác' where n = 5", ['Mục 5 đã bị sửa', 'Entry 5 was changed']],
    ['a missing row', 'delete from audit.entry where n = 6', ['Thiếu mục 6.', 'Entry 6 is missing.']],
    [
      'two rows swapped',
      'update audit.entry set n = case n when 3 then -1 else n end; update audit.entry set n = 3 where n = 8; update audit.entry set n = 8 where n = -1',
      ['Mục 3 và mục 8 đã bị tráo', 'Entries 3 and 8 were swapped'],
    ],
    [
      'a tail cut before the checkpoint',
      'delete from audit.entry where n > 8',
      ['kết thúc ở mục 8, nhưng điểm xác nhận đã ký', 'ends at entry 8, but the signed head'],
    ],
    [
      'a tail cut after the checkpoint',
      'delete from audit.entry where n > 11',
      ['kết thúc ở mục 11, nhưng đầu nhật ký đã ký', 'has it up to entry 12'],
    ],
    [
      'a forged checkpoint',
      'update audit.checkpoint set at = at + 1',
      ['Giả mạo điểm xác nhận đã ký ở mục 10', 'Forged: a signed checkpoint at entry 10'],
    ],
    ['everything gone', 'delete from audit.entry', ['kết thúc ở mục 0']],
  ])('AUDIT10 %s: exit 1, and the words say which', async (_, statement, words) => {
    const it = await centre();
    await tamper(it, ...statement.split('; '));
    const { code, said } = await it.verify();
    for (const word of words) expect(said).toContain(word);
    expect(said).toContain('SAI LỆCH');
    expect(code).toBe(1);
  });

  test('AUDIT10 a paper proves the log: the hash that is printed, and no other', async () => {
    const { verify, book } = await centre();
    const [checkpoint] = await book.checkpoints();
    const hash = printedHash(checkpoint?.hash ?? '');
    expect(await verify('--printed', `10:${hash}`)).toMatchObject({ code: 0 });
    expect((await verify('--printed', `9:${hash}`)).said).toContain('written anew at or before entry 9');
    expect((await verify('--printed', '9:abcd')).code).toBe(1);
  });

  test('AUDIT10 an export with no database: whole, tampered with, cut, with a foreign key, and a filtered one', async () => {
    const it = await centre();
    const { file, document } = await exported(it);
    const elsewhere = { DATA_DIR: dataFolder(), DATABASE_URL: `postgresql://nobody@127.0.0.1:1/${randomUUID()}` };
    const keyFile = join(elsewhere.DATA_DIR, 'public.pem');
    writeFileSync(keyFile, document.keys[0].publicKey);
    const verify = (...args: string[]) => auditVerify(['--export', file, ...args], elsewhere);
    const write = (more: object) => writeFileSync(file, JSON.stringify({ ...document, ...more }, null, 2));

    const good = await verify('--public-key', keyFile);
    expect(good.said).toContain('Entries: 12 (1–12)');
    expect(good.code).toBe(0);
    const unkeyed = await verify();
    expect(unkeyed.said).toContain('no key was given');
    expect(unkeyed.code).toBe(0);

    const head = join(it.dataDir, 'audit-head.json');
    write({ entries: document.entries.slice(0, 11), head: null });
    expect(await verify('--public-key', keyFile)).toMatchObject({ code: 0 });
    expect((await verify('--public-key', keyFile, '--head', head)).said).toContain('ends at entry 11');

    write({ entries: document.entries.map((row: { n: number }) => (row.n === 2 ? { ...row, actor: 'ai đó' } : row)) });
    expect((await verify()).said).toContain('Mục 2 đã bị sửa');

    // Whoever owns the database can write its own key into it, and sign with that.
    const own = auditKeyId(PUBLIC_KEY);
    const foreign = {
      keys: [{ id: own, publicKey: PUBLIC_KEY, since: 0 }],
      checkpoints: [signedAt('checkpoint', document.entries[9], own)],
      head: null,
    };
    write(foreign);
    expect((await verify()).code).toBe(0);
    const strict = await verify('--public-key', keyFile);
    expect(strict.said).toContain(`khóa lạ ${own}`);
    expect(strict.code).toBe(1);

    write({ filter: { actor: 'p-1' }, entries: [document.entries[1], document.entries[4]] });
    const picked = await verify();
    expect(picked.said).toContain('A filtered extract');
    expect(picked.code).toBe(0);
  });

  test('AUDIT10 a data folder whose server is stopped, by its own PostgreSQL, and while it runs', async () => {
    const dataDir = dataFolder();
    const embedded = await startEmbeddedPostgres({ dataDir, log: silentLog });
    const database = openDatabase({ embedded, log: silentLog });
    try {
      await database.migrate();
      const trail = await openAuditTrail({ database, writing: database, dataDir, node: 'node-1', log: silentLog });
      await trail.audit.record(act());
      await trail.close();
      expect(await auditVerify([], { DATA_DIR: dataDir })).toMatchObject({ code: 0, said: expect.stringContaining('Entries: 1 (1–1)') });
    } finally {
      await database.close();
      await embedded.stop();
    }
    expect(await auditVerify([], { DATA_DIR: dataDir })).toMatchObject({ code: 0, said: expect.stringContaining('up to entry: 1') });
  });

  test('AUDIT10 what is no export, no key or no option is said in a line and is exit 1', async () => {
    const folder = dataFolder();
    const env = { DATA_DIR: folder };
    const csv = join(folder, 'audit.csv');
    writeFileSync(csv, 'n,at\n');
    expect(await auditVerify(['--export', csv], env)).toMatchObject({ code: 1, said: expect.stringContaining('export JSON to verify') });
    expect(await auditVerify(['--export', join(folder, 'none.json')], env)).toMatchObject({
      code: 1,
      said: expect.stringContaining('Không đọc được tệp'),
    });
    writeFileSync(csv, '{"format":"ioc-audit"}');
    expect(await auditVerify(['--export', csv], env)).toMatchObject({ code: 1, said: expect.stringContaining('sai cấu trúc') });
    expect(await auditVerify(['--export', csv, '--public-key', csv], env)).toMatchObject({
      code: 1,
      said: expect.stringContaining('not an Ed25519 key'),
    });
    expect(await auditVerify(['--xyz'], env)).toMatchObject({ code: 1, said: expect.stringContaining('Usage') });
    expect(readFileSync(csv, 'utf8')).toBe('{"format":"ioc-audit"}');
  });
});
