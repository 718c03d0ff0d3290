import type { Entry, NewEntry } from '../../../shared/contract/entry.ts';
import { seq } from '../../../shared/model/ids.ts';
import { fold, snapshotOf, worldFrom } from '../../../shared/rules/fold.ts';
import { drillSnapshot } from '../../browser/map/map-page.ts';
import { standingAt } from './acts.ts';
import { CYCLE_S, type Fixture } from './protocol.ts';
import { castOf, heardIn } from './script.ts';

/** So long the script was heard before: by then whatever is kept of it (histories, what is over) is as much as it ever gets. */
const HEARD_SECONDS = 3 * 3600;
const HOUR = 15;
const MINUTES = 10;

/** The city at an hour of the drill's day, and hours of the script after it. */
export function soakFixture(): Fixture {
  const { snapshot, now } = drillSnapshot(HOUR, MINUTES);
  const cast = castOf(snapshot.entries);
  const world = worldFrom(snapshot);
  const startsAt = Math.ceil((now + HEARD_SECONDS * 1000) / (CYCLE_S * 1000)) * CYCLE_S * 1000;
  const add = (entry: NewEntry): void => fold(world, { ...entry, seq: seq(world.seq + 1) } as Entry);
  for (let second = 0; second < HEARD_SECONDS; second++)
    for (const entry of heardIn(second, startsAt + (second - HEARD_SECONDS) * 1000, cast)) add(entry);
  for (const entry of standingAt(startsAt - 1000, cast)) add(entry);
  return { snapshot: snapshotOf(world), startsAt, heardSeconds: HEARD_SECONDS };
}
