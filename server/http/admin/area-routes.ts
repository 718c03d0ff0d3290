import type { Router } from 'express';
import { z } from 'zod';
import type { AreaFault, AreaListing, AreasImport } from '../../../shared/contract/areas.ts';
import type { AreaCode } from '../../../shared/model/ids.ts';
import { type AreaPeriod, areaData, periodsOf } from '../../../shared/rules/areas.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { planImport } from '../../domain/areas/area-import.ts';
import { readAreaTable } from '../../domain/areas/area-table.ts';
import { faultOf } from '../../domain/areas/fault.ts';
import { parseAs } from '../../domain/intake/parse-as.ts';
import type { Draft } from '../../domain/intake/ports.ts';
import { sendAdminProblem } from './admin-problem.ts';
import { type AdminParts, actorOf, append, queryOf, recordAct } from './parts.ts';
import { readRows } from './read-rows.ts';

const ACTION = 'area:manage';
const FAULTS_TOLD = 200;
const ImportQuery = z.strictObject({ preview: z.enum(['true', 'false']).default('false') });

/** The hierarchy with all its days, and tables that change it whole or not at all (HP-1, HP-2.1, HP-7.6). */
export function areaRoutes(router: Router, parts: AdminParts): void {
  const { may, audit, changes, world, clock } = parts;
  /** One at a time: each is checked against what the one before left. */
  let importing: Promise<unknown> = Promise.resolve();

  router.get('/admin/v1/areas', may('area:read'), (_req, res) => {
    const items = [...historyOf(world())].map(([code, periods]) => ({ code, periods }));
    res.set('Cache-Control', 'no-store').json({ items } satisfies AreaListing);
  });

  router.post('/admin/v1/areas/import', may(ACTION), async (req, res) => {
    const { name: actor } = actorOf(res);
    const query = parseAs(ImportQuery, queryOf(req));
    if (!query.ok) return sendAdminProblem(res, 400, `${query.error.pointer}: ${query.error.message}`);
    const rows = await readRows(req, res, { raw: true });
    const turn = importing.then(() => take(rows[0]?.body ?? new Uint8Array(), query.value.preview === 'true'));
    importing = turn.catch(() => undefined);
    await turn;

    async function take(body: Uint8Array, preview: boolean): Promise<void> {
      const stored = historyOf(world());
      const table = tableOf(body);
      // With cells that cannot be read the rest cannot be judged: what it hangs on may be among them.
      const plan = table.faults.length === 0 ? planImport(stored, table.rows) : null;
      const faults = plan?.faults ?? table.faults;
      const answer: AreasImport = {
        rows: table.rowCount,
        stored: false,
        added: plan?.added ?? [],
        changed: [...(plan?.changed.keys() ?? [])].filter((code) => stored.has(code)),
        unchanged: plan?.unchanged ?? 0,
        faults: faults.slice(0, FAULTS_TOLD),
        faultCount: faults.length,
      };
      res.set('Cache-Control', 'no-store');
      if (faults.length > 0 || preview || !plan || plan.changed.size === 0) {
        res.status(faults.length > 0 && !preview ? 422 : 200).json(answer);
        return;
      }
      const act = { action: ACTION, subject: { kind: 'areas', id: 'all' } };
      const detail = { rows: table.rowCount, added: answer.added.length, changed: answer.changed.length };
      await recordAct(audit, res, { ...act, detail });
      const seq = await append(parts, res, 'areas', draftsOf(plan.changed, actor));
      if (seq === null) return recordAct(audit, res, { ...act, outcome: 'failed', detail });
      // What every bounded principal may see follows from the hierarchy.
      await changes.announce({ subject: { kind: 'areas', id: 'all' }, reason: 'the hierarchy changed', by: actorOf(res).id });
      res.status(201).json({ ...answer, stored: true } satisfies AreasImport);
    }
  });

  const draftsOf = (changed: ReadonlyMap<AreaCode, AreaPeriod[]>, actor: string): Draft[] =>
    [...changed].map(([id, periods]) => ({
      kind: 'area.defined',
      id,
      area: null,
      occurredAt: clock(),
      data: areaData(periods),
      publisherKey: null,
      actor,
    }));
}

const historyOf = (world: World): Map<AreaCode, AreaPeriod[]> =>
  new Map([...world.slots['area.defined']].map(([code, { data }]) => [code as AreaCode, periodsOf(data)]));

function tableOf(body: Uint8Array): ReturnType<typeof readAreaTable> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    const fault: AreaFault = faultOf('not-utf8', null, null, '');
    return { rows: [], rowCount: 0, faults: [fault] };
  }
  return readAreaTable(text);
}
