import {
  PREPARE_EMERGENCY_MS,
  type WallControlled,
  type WallDirected,
  type WallFocused,
  type WallOrder,
} from '../../../shared/contract/direction.ts';
import { type EpochMs, epochMs } from '../../../shared/model/ids.ts';
import { replayMoment } from '../../../shared/rules/direction.ts';
import { type ControlFault, controlAfter, controlToOrder, NOBODY, type Somebody } from './control.ts';

/** What a person's order makes of a wall: pure. */

export type WallPresent = { direction: WallDirected | null; control: WallControlled | null; focus: WallFocused | null };
export type OrderContext = {
  who: Somebody;
  now: EpochMs;
  /** How long the wall is given to prepare, milliseconds. */
  prepareMs: number;
  /** Whether there is such a scene, published or ready. */
  isScene: (id: string) => boolean;
  /** Whether a tile stands in the scene that is up; null: its tiles are not known here. */
  hasTile: (tile: string) => boolean | null;
};
export type OrderFault = ControlFault | { fault: 'unknown-scene'; scene: string } | { fault: 'nothing' } | { fault: 'ahead' };
/** What is to be appended; null: nothing new of that. */
export type OrderOutcome = { direction: WallDirected | null; control: WallControlled | null; focus: WallFocused | null };

type Orders = Omit<WallDirected, 'revision' | 'showAt'>;
type Directing = Exclude<WallOrder, { order: 'control' | 'acknowledge' }>;

const NOTHING: Orders = { emergency: null, override: null, banner: null, pin: null, fullTile: null, frozenAt: null, replay: null };
const NOTHING_NEW: OrderOutcome = { direction: null, control: null, focus: null };
/** The same order again so soon is a finger that trembled (DIR5). */
const TWICE_WITHIN_MS = 2_000;

/** Orders that lives may hang on ask for nobody's leave (CTRL2). */
const WITHOUT_CONTROL: ReadonlySet<WallOrder['order']> = new Set(['emergency', 'end-emergency']);

export const isFault = <T extends object>(one: T | OrderFault): one is OrderFault => 'fault' in one;

export function decideOrder(order: WallOrder, present: WallPresent, context: OrderContext): OrderOutcome | OrderFault {
  const { who, now, prepareMs } = context;
  const control = present.control ?? NOBODY;
  if (order.order === 'control') {
    const after = controlAfter(control, order.act, who, now);
    if (isFault(after)) return after;
    return { ...NOTHING_NEW, control: after === control ? null : after };
  }
  if (order.order === 'acknowledge') {
    const { focus } = present;
    if (focus?.incident?.id !== order.id) return { fault: 'nothing' };
    return {
      ...NOTHING_NEW,
      focus: focus.acknowledged ? null : { ...focus, acknowledged: true, acknowledgedAt: now, acknowledgedBy: who.name },
    };
  }
  const run = WITHOUT_CONTROL.has(order.order) ? control : controlToOrder(control, who, now);
  if (isFault(run)) return run;
  const showAt = epochMs(now + (order.order === 'emergency' ? PREPARE_EMERGENCY_MS : prepareMs));
  const orders = still(present.direction ?? NOTHING, now);
  const after = directed(order, orders, showAt, context);
  if (isFault(after)) return after;
  return {
    ...NOTHING_NEW,
    control: run === control ? null : run,
    direction: after === orders ? null : { ...after, revision: (present.direction?.revision ?? 0) + 1, showAt },
  };
}

/** Without what has ended by itself. */
function still({ emergency, override, banner, pin, fullTile, frozenAt, replay }: Orders, now: number): Orders {
  const lasting = <T extends { until: number }>(one: T | null): T | null => (one && one.until > now ? one : null);
  return { emergency, override: lasting(override), banner: lasting(banner), pin: lasting(pin), fullTile, frozenAt, replay };
}

const isTwice = (since: number, now: number): boolean => now - since < TWICE_WITHIN_MS;

/** The same object when the order says nothing new. */
function directed(order: Directing, orders: Orders, showAt: EpochMs, { now, isScene, hasTile }: OrderContext): Orders | OrderFault {
  const { emergency, override, banner, pin, replay, frozenAt } = orders;
  switch (order.order) {
    case 'show': {
      const { scene, reason, forMs } = order;
      if (!isScene(scene)) return { fault: 'unknown-scene', scene };
      if (override?.scene === scene && override.reason === reason && isTwice(override.since, now)) return orders;
      // The tile that was full stands in another scene.
      return { ...orders, fullTile: null, override: { scene, reason, since: now, until: epochMs(now + forMs) } };
    }
    case 'resume':
      return override || orders.fullTile !== null ? { ...orders, override: null, fullTile: null } : orders;
    case 'emergency': {
      const { scene, reason } = order;
      if (!isScene(scene)) return { fault: 'unknown-scene', scene };
      if (emergency?.scene === scene && emergency.reason === reason) return orders;
      // An emergency is now: nothing frozen, nothing past, nothing over it.
      return { ...orders, emergency: { scene, reason, since: now }, fullTile: null, frozenAt: null, replay: null };
    }
    case 'end-emergency':
      return emergency ? { ...orders, emergency: null, fullTile: null } : orders;
    case 'banner': {
      const { text, severity, forMs } = order;
      if (banner?.text === text && banner.severity === severity && isTwice(banner.since, now)) return orders;
      return { ...orders, banner: { text, severity, since: now, until: epochMs(now + forMs) } };
    }
    case 'end-banner':
      return banner ? { ...orders, banner: null } : orders;
    case 'pin':
      if (pin && isTwice(pin.since, now) && JSON.stringify(pin.target) === JSON.stringify(order.target)) return orders;
      return { ...orders, pin: { target: order.target, since: now, until: epochMs(now + order.forMs) } };
    case 'unpin':
      return pin ? { ...orders, pin: null } : orders;
    case 'full-tile':
      if (order.tile !== null && hasTile(order.tile) === false) return { fault: 'nothing' };
      return order.tile === orders.fullTile ? orders : { ...orders, fullTile: order.tile };
    case 'freeze':
      // What is past already stands still where it stands.
      if (replay)
        return replay.speed === 0
          ? orders
          : { ...orders, replay: { ...replay, from: replayMoment(replay, showAt), since: showAt, speed: 0 } };
      return frozenAt === null ? { ...orders, frozenAt: now } : orders;
    case 'unfreeze':
      return frozenAt === null ? orders : { ...orders, frozenAt: null };
    case 'replay': {
      const { at, to, speed, name } = order;
      if (at > now || (to !== null && (to > now || to < at))) return { fault: 'ahead' };
      const same = replay && replay.from === at && replay.to === to && replay.speed === speed && replay.name === name;
      if (same && isTwice(replay.since, showAt)) return orders;
      return { ...orders, frozenAt: null, replay: { from: at, to, since: showAt, speed, name } };
    }
    case 'live':
      return replay || frozenAt !== null ? { ...orders, replay: null, frozenAt: null } : orders;
  }
}
