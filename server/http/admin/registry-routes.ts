import type { Router } from 'express';
import { ok } from '../../../shared/model/result.ts';
import type { DeliveryItem, Rejection } from '../../domain/intake/ports.ts';
import { type RowError, sendAdminProblem } from './admin-problem.ts';
import { type AdminParts, actorOf, recordAct } from './parts.ts';
import { readRows } from './read-rows.ts';
import { deliveryOf, REGISTRATION_PARSERS, type Registrations } from './registrations.ts';

const ACTION = 'registry:manage';
const IDS_KEPT = 50;

/** Cameras and indicators, one or many; registering again replaces what stood there. */
export function registryRoutes(router: Router, { may, pipeline, audit, clock }: AdminParts): void {
  const register = (name: Registrations) =>
    router.post(`/admin/v1/${name}`, may(ACTION), async (req, res) => {
      const { name: actor } = actorOf(res);
      const rows = await readRows(req, res);
      const now = clock();
      const errors: RowError[] = [];
      const ids: string[] = [];
      const items = rows.flatMap(({ value, body }, index): DeliveryItem[] => {
        const draft = REGISTRATION_PARSERS[name](value, now);
        if (!draft.ok) {
          errors.push({ index, error: draft.error });
          return [];
        }
        ids.push(draft.value.id);
        return [{ body, drafts: ok([{ ...draft.value, actor }]) }];
      });
      // A person mends the list and sends it again, so a list with an error changes nothing.
      if (errors.length > 0 || rows.length === 0) return sendAdminProblem(res, 422, 'nothing was stored', { errors });
      const subject = { kind: name, id: ids.length === 1 ? (ids[0] ?? '') : `${ids.length}` };
      await recordAct(audit, res, {
        action: ACTION,
        subject,
        detail: { does: 'register', ids: ids.slice(0, IDS_KEPT), count: ids.length },
      });
      const receipt = await pipeline.take(deliveryOf(name, items, now));
      if (receipt.kind !== 'committed') {
        await recordAct(audit, res, { action: ACTION, subject, outcome: 'failed', detail: { why: receipt.kind } });
        return sendAdminProblem(res, receipt.kind === 'down' ? 503 : 429, 'nothing was stored', { retryAfterS: receipt.retryAfterS });
      }
      const quarantined = receipt.items.flatMap((item, index) =>
        item.kind === 'quarantined' ? [{ index, quarantineId: item.id, error: item.rejection satisfies Rejection }] : [],
      );
      if (quarantined.length > 0) {
        await recordAct(audit, res, { action: ACTION, subject, outcome: 'failed', detail: { quarantined: quarantined.length } });
      }
      const status = quarantined.length === 0 ? 201 : quarantined.length === items.length ? 422 : 207;
      res.status(status).json({ stored: items.length - quarantined.length, quarantined });
    });
  register('cameras');
  register('indicators');
}
