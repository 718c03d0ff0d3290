import { CONTROL_ANSWER_MS, type WallControlled, type WallOrder } from '../../../shared/contract/direction.ts';

/** Who runs a wall, as the person at this desk sees it; `leftMs`: of the time that whoever holds it has to answer. */
export type Standing =
  | { kind: 'free' }
  | { kind: 'mine'; since: number; request: { name: string; leftMs: number } | null }
  | { kind: 'theirs'; name: string; since: number; request: { name: string; isMine: boolean; leftMs: number; isOver: boolean } | null };
export type ControlAct = Extract<WallOrder, { order: 'control' }>['act'];

export function standingOf(control: WallControlled | null, me: string, now: number): Standing {
  const holder = control?.holder;
  if (!holder) return { kind: 'free' };
  const asked = control.request;
  const leftMs = asked ? Math.max(0, asked.at + CONTROL_ANSWER_MS - now) : 0;
  if (holder.id === me) return { kind: 'mine', since: holder.since, request: asked ? { name: asked.name, leftMs } : null };
  return {
    kind: 'theirs',
    name: holder.name,
    since: holder.since,
    // Who asked first has as long again to take what was not answered; then anybody may ask.
    request: asked ? { name: asked.name, isMine: asked.id === me, leftMs, isOver: now - asked.at >= 2 * CONTROL_ANSWER_MS } : null,
  };
}

/** What would be done if it were asked for now; nothing else is offered. */
export function offered(standing: Standing): readonly ControlAct[] {
  switch (standing.kind) {
    case 'free':
      return ['take'];
    case 'mine':
      return standing.request ? ['grant', 'decline', 'release'] : ['release'];
    case 'theirs':
      if (!standing.request?.isMine) return !standing.request || standing.request.isOver ? ['request'] : [];
      return standing.request.leftMs === 0 ? ['take'] : ['decline'];
  }
}

/** Orders that are done whoever holds the wall (CTRL2). */
const WITHOUT_CONTROL: ReadonlySet<WallOrder['order']> = new Set(['emergency', 'end-emergency', 'control', 'acknowledge']);
export const needsControl = (order: WallOrder['order']): boolean => !WITHOUT_CONTROL.has(order);
