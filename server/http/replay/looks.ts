import type { Principal } from '../../../shared/contract/principal.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Audit } from '../../domain/access/ports.ts';

export type Looks = { at(who: Principal, moment: EpochMs): Promise<void> };

/** A person who drags along the timeline looks at one stretch: seeks within a minute of it that follow one another are one line. */
const PERSON = { stretchMs: 60_000, withinMs: 10_000 };
/** A display does what a person told its wall, who is on record, and seeks anew whenever it was cut off: an hour of the past is one line. */
const DISPLAY = { stretchMs: 3_600_000, withinMs: 3_600_000 };
const KNOWN_MAX = 5000;

/** Who looked at which moment of the past, in the audit (REPLAY8). */
export function createLooks({ audit, clock }: { audit: Audit; clock: () => EpochMs }): Looks {
  /** When each stretch was last looked at by whom. */
  const known = new Map<string, number>();
  return {
    async at({ id, name, role }, moment) {
      const now = clock();
      const { stretchMs, withinMs } = role === 'display' ? DISPLAY : PERSON;
      const key = `${id}|${Math.floor(moment / stretchMs)}`;
      const last = known.get(key);
      if (last === undefined || now - last >= withinMs) {
        await audit.record({
          actor: id,
          actorName: name,
          action: 'replay:read',
          subject: { kind: 'moment', id: new Date(moment).toISOString() },
          outcome: 'done',
          detail: { at: moment },
        });
      }
      known.delete(key);
      known.set(key, now);
      if (known.size > KNOWN_MAX) known.delete(known.keys().next().value as string);
    },
  };
}
