import type { NewEntry } from '../../../shared/contract/entry.ts';
import { ok, type Result } from '../../../shared/model/result.ts';
import type { Rejection } from '../intake/ports.ts';
import { rejected } from '../intake/rejection.ts';
import type { Standing } from '../intake/standing.ts';

export function knownIndicator(standing: Standing, code: string): Result<null, Rejection> {
  return standing.newest('indicator.defined', code)
    ? ok(null)
    : rejected('unknown-indicator', '/code', `indicator "${code}" is not in the catalogue; define it, then replay this`);
}

/** The newest entry is the present truth, so an older reading must not come to stand there; the same moment may be corrected. */
export function notOlder(present: NewEntry | undefined, moment: number, pointer: string): Result<null, Rejection> {
  const shown = present === undefined ? undefined : present.kind === 'indicator.valued' ? present.data.asOf : present.occurredAt;
  return shown !== undefined && moment < shown
    ? rejected('time-behind', pointer, `a newer value, of ${new Date(shown).toISOString()}, is already there`)
    : ok(null);
}
