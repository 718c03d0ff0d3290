import type { WallDirected, WallOrder } from '../../../shared/contract/direction.ts';
import { replayMoment } from '../../../shared/rules/direction.ts';

/** Shorter than this a server takes no order for a while; what has less left is not worth bringing back. */
const LEAST_MS = 10_000;

/**
 * The order that puts a wall back as it was before `order`; null: none does.
 * @param before what the wall was told then; null: nothing yet
 * @param now the server's clock
 */
export function undoOf(before: WallDirected | null, order: WallOrder, now: number): WallOrder | null {
  const left = (until: number): number => until - now;
  switch (order.order) {
    case 'show':
    case 'resume': {
      const override = before?.override;
      if (override && left(override.until) >= LEAST_MS)
        return { order: 'show', scene: override.scene, forMs: left(override.until), reason: override.reason };
      return order.order === 'show' ? { order: 'resume' } : null;
    }
    case 'banner':
    case 'end-banner': {
      const banner = before?.banner;
      if (banner && left(banner.until) >= LEAST_MS)
        return { order: 'banner', text: banner.text, severity: banner.severity, forMs: left(banner.until) };
      return order.order === 'banner' ? { order: 'end-banner' } : null;
    }
    case 'pin':
    case 'unpin': {
      const pin = before?.pin;
      if (pin && left(pin.until) >= LEAST_MS) return { order: 'pin', target: pin.target, forMs: left(pin.until) };
      return order.order === 'pin' ? { order: 'unpin' } : null;
    }
    case 'full-tile':
      return { order: 'full-tile', tile: before?.fullTile ?? null };
    case 'freeze':
      return before?.frozenAt ? null : { order: 'unfreeze' };
    case 'replay':
    case 'live': {
      const replay = before?.replay;
      if (replay) return { order: 'replay', at: replayMoment(replay, now), to: replay.to, speed: speedOf(replay.speed), name: replay.name };
      return order.order === 'replay' ? { order: 'live' } : null;
    }
    default:
      return null;
  }
}

type Speed = Extract<WallOrder, { order: 'replay' }>['speed'];
const SPEEDS: readonly Speed[] = [60, 30, 10, 5, 2, 1, 0];
/** A direction may have any speed; an order one of a few. */
export const speedOf = (speed: number): Speed => SPEEDS.find((one) => one <= speed) ?? 0;
