import type { Principal } from '../../../shared/contract/principal.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { can } from '../../../shared/rules/access.ts';
import type { AuditBook } from '../../domain/audit/ports.ts';
import type { Reveal } from '../../domain/replay/ports.ts';

/** As many as the audit hands over at once: the newest of a stretch. */
const REVEALS_MAX = 200;

/**
 * Masked fields that were revealed in a stretch of the past (REPLAY13). They stand in the audit alone: who reads that is told of all,
 * anybody else of their own, a display of none.
 */
export async function revealsFor(book: Pick<AuditBook, 'list'>, who: Principal, from: EpochMs, to: EpochMs): Promise<Reveal[]> {
  if (who.role === 'display') return [];
  const mayReadAll = can(who, 'audit:read');
  const { entries } = await book.list({
    ...(mayReadAll ? {} : { actor: who.id }),
    action: 'personal:reveal',
    outcome: 'done',
    from,
    to,
    limit: REVEALS_MAX,
  });
  return entries.map(({ n, at, actorName, subject, detail }) => ({ n, at, actorName, subject, field: String(detail.field ?? '') }));
}
