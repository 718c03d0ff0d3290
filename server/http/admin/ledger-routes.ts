import type { Router } from 'express';
import { z } from 'zod';
import { MomentField } from '../../../shared/contract/fields.ts';
import type { CentreStanding, LedgerListing } from '../../../shared/contract/ingest-admin.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { runningDrills } from '../../domain/drill/standing.ts';
import { parseAs } from '../../domain/intake/parse-as.ts';
import { standingOf } from '../../domain/intake/standing.ts';
import { sendAdminProblem } from './admin-problem.ts';
import { type AdminParts, queryOf } from './parts.ts';

const HOUR_MS = 3_600_000;
const MAX_LEDGER_MS = 31 * 24 * HOUR_MS;
const LedgerQuery = z.strictObject({ from: MomentField.optional(), to: MomentField.optional() });

/** What every source handed in and what became of it, by the minute (ADM3); and what stands over every desk screen. */
export function ledgerRoutes(router: Router, { may, ledger, world, clock }: AdminParts): void {
  router.get('/admin/v1/ledger', may('ledger:read'), async (req, res) => {
    const query = parseAs(LedgerQuery, queryOf(req));
    if (!query.ok) return sendAdminProblem(res, 400, `${query.error.pointer}: ${query.error.message}`);
    const to = query.value.to ?? clock();
    const from = query.value.from ?? epochMs(to - HOUR_MS);
    if (to - from > MAX_LEDGER_MS) return sendAdminProblem(res, 400, 'at most 31 days at once');
    const rows = await ledger.rows(from, to);
    const registered = world().slots['source.registered'];
    const answer: LedgerListing = {
      rows: rows.map((row) => ({ ...row, minute: new Date(row.minute).toISOString() })),
      names: Object.fromEntries(
        [...new Set(rows.map(({ source }) => source))].flatMap((source) => {
          const name = registered.get(source)?.data.name;
          return name === undefined ? [] : [[source, name]];
        }),
      ),
    };
    res.set('Cache-Control', 'no-store').json(answer);
  });

  router.get('/admin/v1/centre', may('centre:read'), (_req, res) => {
    const { slots } = world();
    const name = [...slots['centre.defined'].values()].at(-1)?.data.name ?? null;
    const drills = runningDrills(standingOf(world())).map(({ id, name: of }) => ({ id, name: of }));
    res.set('Cache-Control', 'no-store').json({ name, drills } satisfies CentreStanding);
  });
}
