import type { Request, RequestHandler, Response } from 'express';
import type { Principal } from '../../../shared/contract/principal.ts';
import { type EpochMs, seq } from '../../../shared/model/ids.ts';
import { ok } from '../../../shared/model/result.ts';
import type { World } from '../../../shared/rules/fold.ts';
import type { Action } from '../../../shared/rules/rights.ts';
import type { AccessChanges, Act, Audit } from '../../domain/access/ports.ts';
import type { Draft, SourceCredentials } from '../../domain/intake/ports.ts';
import type { Ledger, Quarantine } from '../../domain/log/ports.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { sendAdminProblem } from './admin-problem.ts';
import { deliveryOf } from './registrations.ts';

export type AdminParts = {
  /** The guard of one action, which leaves who it let through on `response.locals.principal`. */
  may: (action: Exclude<Action, 'entry:read'>) => RequestHandler;
  pipeline: Pick<Pipeline, 'take' | 'replay'>;
  credentials: SourceCredentials;
  quarantine: Quarantine;
  ledger: Ledger;
  audit: Audit;
  changes: AccessChanges;
  world: () => World;
  clock: () => EpochMs;
  /** What was not expected, for the log; the caller is told nothing of it. */
  onFailure?: (error: unknown) => void;
};

/** Who the guard let through. @throws when there was no guard: then nobody may do anything. */
export function actorOf({ locals }: Response): Pick<Principal, 'id' | 'name'> {
  const principal: unknown = locals.principal;
  if (typeof principal === 'object' && principal !== null && 'id' in principal && 'name' in principal) {
    const { id, name } = principal;
    if (typeof id === 'string' && typeof name === 'string') return { id, name };
  }
  throw new Error('the administrator’s surface is mounted without its guard');
}

type Said = Pick<Act, 'action' | 'subject'> & Partial<Pick<Act, 'outcome' | 'detail'>>;
/** Recorded before it is done: what cannot be written must not be. What then fails is recorded as that. */
export const recordAct = (audit: Audit, response: Response, { outcome = 'done', ...said }: Said): Promise<void> => {
  const { id, name } = actorOf(response);
  return audit.record({ actor: id, actorName: name, outcome, ...said });
};

/** Commits drafts that stand together. Answers the problem itself and gives null when it could not. */
export async function append(
  { pipeline, clock }: Pick<AdminParts, 'pipeline' | 'clock'>,
  response: Response,
  channel: string,
  drafts: Draft[],
): Promise<number | null> {
  const body = new TextEncoder().encode(JSON.stringify(drafts));
  const receipt = await pipeline.take(deliveryOf(channel, [{ body, drafts: ok(drafts) }], clock()));
  if (receipt.kind !== 'committed') {
    sendAdminProblem(response, receipt.kind === 'down' ? 503 : 429, 'nothing was stored', { retryAfterS: receipt.retryAfterS });
    return null;
  }
  const item = receipt.items[0];
  if (item?.kind !== 'quarantined') return item?.seqs[0] ?? seq(0);
  sendAdminProblem(response, 422, item.rejection.message, { errors: [{ index: 0, error: item.rejection }] });
  return null;
}

/** A query's fields, each once. */
export const queryOf = ({ query }: Request): Record<string, unknown> => ({ ...query });
