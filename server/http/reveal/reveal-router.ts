import { type RequestHandler, type Response, Router } from 'express';
import { type Revealed, RevealRequest } from '../../../shared/contract/audit.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import type { PersonalField } from '../../../shared/model/vocabulary.ts';
import { can } from '../../../shared/rules/access.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { viewOf } from '../../../shared/rules/view.ts';
import type { Act, Audit } from '../../domain/access/ports.ts';

export type RevealRouterParts = {
  world: () => World;
  audit: Audit;
  /** `personal:reveal`, somewhere: in which area is asked here, of the subject. */
  guard: RequestHandler;
  /** Reads a small JSON body into `request.body`. */
  readBody: RequestHandler;
  principalOf: (response: Response) => Principal;
};

/**
 * `POST /reveal/v1`: one masked field of one subject, for a stated purpose (AG-12, SEC8). It is on record before it is told; who may
 * not have it is on record too, and learns no more than that there is nothing for them.
 */
export function createRevealRouter({ world, audit, guard, readBody, principalOf }: RevealRouterParts): Router {
  const router = Router();
  router.post('/reveal/v1', guard, readBody, async (request, response) => {
    response.set('Cache-Control', 'no-store');
    const parsed = RevealRequest.safeParse(request.body);
    if (!parsed.success) {
      const isPurpose = parsed.error.issues.some(({ path }) => path[0] === 'purpose');
      return refuse(
        response,
        422,
        isPurpose ? 'Nêu mục đích, ít nhất 10 ký tự · Say why, in at least 10 characters' : 'Yêu cầu không hợp lệ · Not valid',
      );
    }
    const { kind, id, field, purpose } = parsed.data;
    const principal = principalOf(response);
    const entry = (world().slots[kind] as ReadonlyMap<string, Entry>).get(id);
    const found = entry && can(principal, 'entry:read', entry) ? entry : null;
    const subject = { kind: entry ? subjectOf(entry) : kind, id };
    const act = (outcome: Act['outcome'], why?: string): Act => ({
      actor: principal.id,
      actorName: principal.name,
      action: 'personal:reveal',
      subject,
      outcome,
      purpose,
      detail: { field, ...(entry ? { area: entry.area, seq: entry.seq } : {}), ...(why ? { why } : {}) },
    });

    const value = found && FIELDS[field](found);
    const isTheirs = found !== null && can(principal, 'personal:reveal', { area: found.area });
    // What is kept from a role wholly is not behind a mask that could be lifted.
    if (isTheirs && value !== undefined && viewOf(principal).personal[field] !== 'none') {
      await audit.record(act('done'));
      return response.json({ value } satisfies Revealed);
    }
    await audit.record(act('denied', !entry ? 'unknown' : !found ? 'unseen' : !isTheirs ? 'area' : 'field'));
    if (!found || value === undefined) return refuse(response, 404, 'Không có thông tin này · There is no such thing');
    refuse(response, 403, 'Không thuộc quyền của tài khoản này · Not for this account');
  });
  return router;
}

/** The field as it is; null: the subject has none; undefined: such a subject never has one. */
const FIELDS: Readonly<Record<PersonalField, (entry: Entry) => string | null | undefined>> = {
  plate: (entry) => (entry.kind === 'camera-event.observed' ? entry.data.plate : undefined),
  face: (entry) => (entry.kind === 'camera-event.observed' ? entry.data.evidence : undefined),
  phone: (entry) => (entry.kind === 'field-report.recorded' ? (entry.data.reporter?.phone ?? null) : undefined),
  name: (entry) => (entry.kind === 'field-report.recorded' ? (entry.data.reporter?.name ?? null) : undefined),
};

const subjectOf = ({ kind }: Entry): string => kind.split('.')[0] ?? kind;

function refuse(response: Response, status: number, title: string): void {
  response.status(status).type('application/problem+json').json({ title, status });
}
