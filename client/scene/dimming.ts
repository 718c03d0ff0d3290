import type { WallDefined } from '../../shared/contract/wall.ts';
import { dimAt, UNSET_WALL } from '../../shared/rules/direction.ts';
import { useNow } from '../stores/stores-context.tsx';

/** Light and palette of this minute. What everybody must see now is shown in full light, at whatever hour. */
export function useDimming(defined: WallDefined | undefined, mustSee: boolean): { level: number; isNight: boolean } {
  const now = useNow();
  const { level, night } = dimAt((defined ?? UNSET_WALL).dimming, now);
  return { level: mustSee ? 1 : level, isNight: night };
}
