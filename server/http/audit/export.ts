import { type AuditEntry, type AuditExport, printedHash } from '../../../shared/contract/audit.ts';
import { CSV_START, csvRow } from '../../domain/audit/csv.ts';

export type ExportFacts = Pick<AuditExport, 'exportedBy' | 'filter' | 'head' | 'checkpoints' | 'keys'> & { exportedAt: number };

/** "2026-11-22T14:05:32.123+07:00" */
export const vietnamMoment = (at: number): string => new Date(at + 7 * 3_600_000).toISOString().replace('Z', '+07:00');

/** The document that `audit:verify --export` checks. One entry a line, so that a long one can be looked through by hand. */
export async function* exportAsJson(facts: ExportFacts, rows: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  const opening: Omit<AuditExport, 'entries'> = { format: 'ioc-audit', version: 1, ...facts, exportedAt: vietnamMoment(facts.exportedAt) };
  yield `${JSON.stringify(opening).slice(0, -1)},"entries":[`;
  let separator = '\n';
  for await (const row of rows) {
    yield separator + JSON.stringify(row);
    separator = ',\n';
  }
  yield '\n]}\n';
}

/** For reading and sorting; what proves it is printed on top: the head and the newest checkpoint, each hash as a paper has it. */
export async function* exportAsCsv(facts: ExportFacts, rows: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  const { head, checkpoints, filter, exportedAt, exportedBy } = facts;
  const newest = checkpoints.at(-1);
  yield CSV_START + csvRow(['Nhật ký kiểm toán / Audit', vietnamMoment(exportedAt), exportedBy]);
  yield csvRow(['Điều kiện lọc / Filter', filter === null ? 'toàn bộ / whole' : JSON.stringify(filter)]);
  for (const [name, signed] of [
    ['Mục cuối cùng / Head', head],
    ['Điểm xác nhận mới nhất / Newest checkpoint', newest],
  ] as const) {
    if (signed) yield csvRow([name, signed.n, vietnamMoment(signed.at), printedHash(signed.hash), signed.key, signed.signature]);
    else yield csvRow([name, 'chưa có / none']);
  }
  yield csvRow([]);
  yield csvRow(COLUMNS);
  for await (const row of rows) {
    const { n, at, actorName, actor, action, subject, outcome, purpose, detail, node, previousHash, hash } = row;
    yield csvRow([
      n,
      vietnamMoment(at),
      actorName,
      actor,
      action,
      subject.kind,
      subject.id,
      outcome,
      purpose,
      JSON.stringify(detail),
      node,
      previousHash,
      hash,
    ]);
  }
}

const COLUMNS = [
  'n',
  'at',
  'actorName',
  'actor',
  'action',
  'subjectKind',
  'subject',
  'outcome',
  'purpose',
  'detail',
  'node',
  'previousHash',
  'hash',
];
