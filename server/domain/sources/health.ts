import type { EntryData } from '../../../shared/contract/entry-data.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { freshness } from '../../../shared/rules/freshness.ts';

type Registered = Pick<EntryData['source.registered'], 'expectedIntervalMs' | 'toleranceMs'>;
type State = EntryData['source.state'];

/**
 * What a source that does not report on itself is found to be (HP-3.2): online while it speaks as often as it promised, silent
 * once it is stale, unknown until it spoke at all. null: as it was.
 */
export function sourceStateNow(registered: Registered, before: State | null, lastHeardAt: EpochMs | null, now: EpochMs): State | null {
  const age = lastHeardAt === null ? null : now - lastHeardAt;
  const state = ({ fresh: 'online', late: 'online', stale: 'silent', unknown: 'unknown' } as const)[
    freshness(age, registered.expectedIntervalMs, registered.toleranceMs)
  ];
  return before?.state === state ? null : { state, since: now, reason: state === 'silent' ? 'no-messages' : null };
}
