import type { CauseNamed, WallFocused, WallTriggered } from '../../shared/contract/direction.ts';
import type { Entry } from '../../shared/contract/entry.ts';
import type { WallTrigger } from '../../shared/contract/wall.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { UNSET_WALL } from '../../shared/rules/direction.ts';
import type { World } from '../../shared/rules/fold.ts';
import { type Cause, causesIn, NOTHING_RAISED, triggersStep } from '../../shared/rules/triggers.ts';
import { mayPass, viewOf } from '../../shared/rules/view.ts';
import { runningDrills } from '../domain/drill/standing.ts';
import { standingOf } from '../domain/intake/standing.ts';
import { mayDirect } from '../domain/walls/control.ts';
import { FREE_ZONE, focusStep } from '../domain/walls/focus.ts';
import { aroundOf, incidentsOf } from '../domain/walls/incidents.ts';
import type { WallHolders, WallRegister } from '../domain/walls/ports.ts';
import type { WallDesk } from '../domain/walls/wall-desk.ts';
import type { Logger } from '../telemetry/logger.ts';

const LOOK_EVERY_MS = 1_000;
/** How often who holds a wall is looked for. */
const HOLDERS_EVERY_MS = 2_000;
/** What waits and what lies around changes often in a storm; it is told no oftener. */
const SMALL_CHANGE_MS = 3_000;

export type WallWatch = {
  /** Every entry that reaches this node: a critical one is brought to the walls at once. */
  heard(entries: readonly Entry[]): void;
  start(): void;
  stop(): Promise<void>;
};

type Parts = {
  world: () => World;
  register: Pick<WallRegister, 'list'>;
  holders: WallHolders;
  desk: Pick<WallDesk, 'freeControl' | 'refocus' | 'retrigger'>;
  clock: () => EpochMs;
  log: Logger;
};

/**
 * On the one node that does: brings severe events into the walls' focus zones, raises what brings scenes up by itself, and takes the
 * control from who is gone.
 */
export function createWallWatch({ world, register, holders, desk, clock, log }: Parts): WallWatch {
  let timer: NodeJS.Timeout | undefined;
  let started = false;
  let looking: Promise<void> | null = null;
  let again = false;
  let holdersAt = 0;
  const toldAt = new Map<string, number>();

  async function refocus(): Promise<void> {
    const found = incidentsOf(world());
    const { slots } = world();
    for (const { id, audience } of await register.list()) {
      const before = slots['wall.focused'].get(id)?.data ?? FREE_ZONE;
      if (found.length === 0 && before.incident === null) continue;
      // What the room may not see is not brought before it, and does not tell by an empty zone that there is something.
      const view = viewOf({ role: 'display', areas: null, audience });
      const incidents = found.flatMap(({ incident, entry }) => (mayPass(view, entry) ? incident : []));
      const step = (from: WallFocused): WallFocused => focusStep(from, incidents, aroundOf(world(), view), clock());
      const after = step(before);
      if (after === before) continue;
      if (isSmall(before, after) && clock() - (toldAt.get(id) ?? 0) < SMALL_CHANGE_MS) continue;
      await desk.refocus(id, step);
      toldAt.set(id, clock());
    }
  }

  /** Walls that ask for the same through the same eyes share the answer of one look. */
  async function retrigger(): Promise<void> {
    const { slots } = world();
    const asked = new Map<string, Cause[]>();
    for (const { id, audience } of await register.list()) {
      const now = clock();
      const defined = slots['wall.defined'].get(id)?.data;
      const triggers = (defined ?? UNSET_WALL).triggers ?? [];
      const before = slots['wall.triggered'].get(id);
      if (triggers.length === 0 && !before?.data.raised.length) continue;
      const view = viewOf({ role: 'display', areas: null, audience });
      // A wall that nobody set up plays along with a drill, and guesses nothing of real gauges.
      const sees = (entry: Entry): boolean => (defined !== undefined || entry.drill) && mayPass(view, entry);
      const causesOf = ({ cause, area }: WallTrigger): Cause[] => {
        const key = JSON.stringify([defined !== undefined, view.key, cause, area]);
        const found = asked.get(key) ?? causesIn(world(), { cause, area }, sees, now);
        asked.set(key, found);
        return found;
      };
      const entryOf = (cause: CauseNamed | null): Entry | undefined => (cause === null ? undefined : slots[cause.kind].get(cause.id));
      const isHidden = (cause: CauseNamed): boolean => {
        const entry = entryOf(cause);
        return entry !== undefined && !mayPass(view, entry);
      };
      const step = (from: WallTriggered, prepareMs?: number): WallTriggered =>
        triggersStep(from, triggers, causesOf, isHidden, clock(), prepareMs);
      const known = before?.data ?? NOTHING_RAISED;
      if (step(known) === known) continue;
      const wasPlay = before?.drill ?? false;
      await desk.retrigger(id, step, ({ raised }) =>
        raised.length === 0 ? wasPlay && isDrilling() : isDrilling() && raised.every(({ cause }) => entryOf(cause)?.drill ?? wasPlay),
      );
    }
  }
  const isDrilling = (): boolean => runningDrills(standingOf(world())).length > 0;

  async function freeControls(): Promise<void> {
    if (clock() - holdersAt < HOLDERS_EVERY_MS) return;
    holdersAt = clock();
    for (const [wall, { data }] of world().slots['wall.controlled']) {
      const roles = await Promise.all([data.holder, data.request].flatMap((one) => (one ? holders.roleOf(one.id) : [])));
      if (roles.some((role) => !mayDirect(role))) await desk.freeControl(wall);
    }
  }

  function look(): void {
    if (!started) return;
    if (looking) {
      again = true;
      return;
    }
    looking = refocus()
      .then(retrigger)
      .then(freeControls)
      .catch((error: unknown) => log.warn({ err: error }, 'the walls could not be looked after'))
      .finally(() => {
        looking = null;
        if (!again) return;
        again = false;
        look();
      });
  }

  return {
    heard(entries) {
      if (started && entries.some(isSevere)) setImmediate(look);
    },
    start() {
      started = true;
      timer = setInterval(look, LOOK_EVERY_MS);
    },
    async stop() {
      started = false;
      clearInterval(timer);
      await looking;
    },
  };
}

const isSevere = ({ kind, data }: Entry): boolean =>
  kind === 'wall.focused' ||
  ((kind === 'camera-event.observed' || kind === 'field-report.recorded') && 'severity' in data && data.severity === 'critical');

/** Whether only numbers and neighbours changed. */
const isSmall = (before: WallFocused, after: WallFocused): boolean =>
  before.incident?.id === after.incident?.id &&
  before.incident?.severity === after.incident?.severity &&
  before.acknowledged === after.acknowledged;
