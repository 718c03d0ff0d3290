import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type RequestHandler, type Response, Router } from 'express';
import { LogExportQuery, printedHash, type SignedCheckpoint } from '../../../shared/contract/audit.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { viewOf } from '../../../shared/rules/view.ts';
import type { Audit } from '../../domain/access/ports.ts';
import { CSV_START, csvRow } from '../../domain/audit/csv.ts';
import type { AuditBook, History } from '../../domain/audit/ports.ts';

export type LogRouterParts = {
  history: History;
  book: Pick<AuditBook, 'newestCheckpoint'>;
  audit: Audit;
  /** `entry:export`. */
  guard: RequestHandler;
  principalOf: (response: Response) => Principal;
  clock: () => EpochMs;
};

/**
 * `GET /log/v1/entries?entity=&id=&from=&to=&format=&purpose=`: the history of one subject, as who asks may see it. Each export is on
 * record with its purpose first, and carries the audit's newest checkpoint, so that the paper it becomes proves the log.
 */
export function createLogRouter({ history, book, audit, guard, principalOf, clock }: LogRouterParts): Router {
  const router = Router();
  router.get('/log/v1/entries', guard, async (request, response) => {
    response.set('Cache-Control', 'no-store');
    const query = LogExportQuery.safeParse(Object.fromEntries(Object.entries(request.query).filter(([, value]) => value !== '')));
    if (!query.success) {
      const [issue] = query.error.issues;
      const title =
        issue?.path[0] === 'purpose'
          ? 'Nêu mục đích, ít nhất 10 ký tự · Say why, in at least 10 characters'
          : 'Yêu cầu không hợp lệ · Bad request';
      response
        .status(400)
        .type('application/problem+json')
        .json({ title, status: 400, detail: `${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}` });
      return;
    }
    const { entity, id, from, to, format, purpose } = query.data;
    const principal = principalOf(response);
    await audit.record({
      actor: principal.id,
      actorName: principal.name,
      action: 'entry:export',
      subject: { kind: entity, id },
      outcome: 'done',
      purpose,
      detail: { format, from: from ?? null, to: to ?? null },
    });
    const facts: Facts = {
      exportedAt: vietnamMoment(clock()),
      exportedBy: principal.name,
      purpose,
      subject: { entity, id },
      checkpoint: await book.newestCheckpoint(),
    };
    const rows = history.of(viewOf(principal), { entity, id, from: from ?? null, to: to ?? null });
    response.attachment(`${entity}.${format}`).type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json');
    await pipeline(Readable.from(format === 'csv' ? asCsv(facts, rows) : asJson(facts, rows)), response).catch(
      (error: NodeJS.ErrnoException) => {
        // Whoever went away has what came.
        if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
      },
    );
  });
  return router;
}

type Facts = {
  exportedAt: string;
  exportedBy: string;
  purpose: string;
  subject: { entity: string; id: string };
  checkpoint: SignedCheckpoint | null;
};

async function* asJson({ checkpoint, ...facts }: Facts, rows: AsyncIterable<Entry>): AsyncGenerator<string> {
  const audit = checkpoint && { ...checkpoint, printed: printedHash(checkpoint.hash) };
  yield `${JSON.stringify({ ...facts, audit }).slice(0, -1)},"entries":[`;
  let separator = '\n';
  for await (const row of rows) {
    yield separator + JSON.stringify(row);
    separator = ',\n';
  }
  yield '\n]}\n';
}

async function* asCsv({ checkpoint, ...facts }: Facts, rows: AsyncIterable<Entry>): AsyncGenerator<string> {
  yield CSV_START + csvRow(['Trích nhật ký / Extract of the log', facts.subject.entity, facts.subject.id]);
  yield csvRow(['Lập lúc / Made at', facts.exportedAt, 'Người lập / By', facts.exportedBy, 'Mục đích / Purpose', facts.purpose]);
  yield csvRow([
    'Điểm xác nhận nhật ký kiểm toán / Audit checkpoint',
    ...(checkpoint ? [checkpoint.n, vietnamMoment(checkpoint.at), printedHash(checkpoint.hash)] : ['chưa có / none']),
  ]);
  yield csvRow([]);
  yield csvRow(['seq', 'kind', 'id', 'area', 'classification', 'occurredAt', 'receivedAt', 'source', 'actor', 'drill', 'data']);
  for await (const { seq, kind, id, area, classification, occurredAt, receivedAt, source, actor, drill, data } of rows) {
    yield csvRow([
      seq,
      kind,
      id,
      area,
      classification,
      vietnamMoment(occurredAt),
      vietnamMoment(receivedAt),
      source,
      actor,
      drill,
      JSON.stringify(data),
    ]);
  }
}

const vietnamMoment = (at: number): string => new Date(at + 7 * 3_600_000).toISOString().replace('Z', '+07:00');
