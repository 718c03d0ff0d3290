import { useEffect, useState } from 'react';
import type { WallGlass } from '../../../shared/contract/glass.ts';
import { exchange, type Refusal } from '../../ui/desk/exchange.ts';

export type GlassOf = { glass: WallGlass | null; error: Refusal | null };
const EVERY_MS = 1000;
/** States that are older than this are not shown as if they were true. */
const STALE_MS = 5000;

/** What every wall's displays do, asked for each second while the page can be seen. */
export function useGlasses(walls: readonly string[]): ReadonlyMap<string, GlassOf> {
  const [glasses, setGlasses] = useState<ReadonlyMap<string, GlassOf>>(new Map());
  const key = walls.join('\n');
  useEffect(() => {
    const ending = new AbortController();
    const timers = new Map<string, ReturnType<typeof setTimeout>>();
    const heard = new Map<string, number>();
    const look = async (wall: string): Promise<void> => {
      if (!document.hidden) {
        const answer = await exchange<WallGlass>(`/walls/v1/${encodeURIComponent(wall)}/glass`, { signal: ending.signal });
        if (ending.signal.aborted) return;
        if (answer.ok) heard.set(wall, performance.now());
        setGlasses((before) => {
          const isStale = performance.now() - (heard.get(wall) ?? Number.NEGATIVE_INFINITY) > STALE_MS;
          const glass = answer.ok ? answer.value : isStale ? null : (before.get(wall)?.glass ?? null);
          return new Map(before).set(wall, { glass, error: answer.ok ? null : answer.error });
        });
      }
      timers.set(
        wall,
        setTimeout(() => void look(wall), EVERY_MS),
      );
    };
    for (const wall of key === '' ? [] : key.split('\n')) void look(wall);
    return () => {
      ending.abort();
      for (const timer of timers.values()) clearTimeout(timer);
    };
  }, [key]);
  return glasses;
}
