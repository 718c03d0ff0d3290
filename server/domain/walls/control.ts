import { CONTROL_ANSWER_MS, type WallControlled, type WallOrder } from '../../../shared/contract/direction.ts';
import { type EpochMs, epochMs } from '../../../shared/model/ids.ts';
import type { Role } from '../../../shared/model/vocabulary.ts';
import { RIGHTS } from '../../../shared/rules/rights.ts';

/** Who runs a wall: pure. One person at a time, seen by everybody; who asks waits for an answer, and not for ever. */

export type ControlAct = Extract<WallOrder, { order: 'control' }>['act'];
export type Somebody = { id: string; name: string };
/** `held`: by another, who is named; `nobody-asks`: there is no request to answer. */
export type ControlFault = { fault: 'held'; by: string } | { fault: 'nobody-asks' };

/** Whether who is signed in as this may run a wall at all; null: who is signed in nowhere. */
export const mayDirect = (role: Role | null): boolean => role !== null && RIGHTS[role].may['wall:direct'] !== undefined;

export const NOBODY: WallControlled = { holder: null, request: null };

const held = (by: string): ControlFault => ({ fault: 'held', by });
const holds = ({ id, name }: Somebody, now: EpochMs): WallControlled => ({ holder: { id, name, since: now }, request: null });

/** Whether a request was left unanswered for so long that who asks may take the wall (CTRL3). */
export const isOverdue = ({ request }: WallControlled, now: number): boolean => request !== null && now - request.at >= CONTROL_ANSWER_MS;

/** The control as it stands once a holder who is gone has let go; who asked meanwhile has it (CTRL5). The same object when nothing changes. */
export function withoutGone(control: WallControlled, isGone: (id: string) => boolean, now: EpochMs): WallControlled {
  const request = control.request && !isGone(control.request.id) ? control.request : null;
  if (control.holder && isGone(control.holder.id)) return request ? holds(request, now) : NOBODY;
  return request === control.request ? control : { ...control, request };
}

/** What an act makes of the control. The same object when it says nothing new. */
export function controlAfter(control: WallControlled, act: ControlAct, who: Somebody, now: EpochMs): WallControlled | ControlFault {
  const { holder, request } = control;
  const isMine = holder?.id === who.id;
  const asks = request?.id === who.id;
  switch (act) {
    case 'take':
      if (isMine) return control;
      if (!holder || (asks && isOverdue(control, now))) return holds(who, now);
      return held(holder.name);
    case 'request':
      if (isMine || asks) return control;
      if (!holder) return holds(who, now);
      // Who asked first has its time to be answered, and as long again to take what was not answered.
      if (request && now - request.at < 2 * CONTROL_ANSWER_MS) return held(request.name);
      return { holder, request: { id: who.id, name: who.name, at: epochMs(now) } };
    case 'grant':
      if (!isMine) return holder ? held(holder.name) : { fault: 'nobody-asks' };
      return request ? holds(request, now) : { fault: 'nobody-asks' };
    case 'decline':
      // Who asked may think better of it.
      if (asks) return { holder, request: null };
      if (!isMine) return holder ? held(holder.name) : { fault: 'nobody-asks' };
      return request ? { holder, request: null } : { fault: 'nobody-asks' };
    case 'release':
      if (asks) return { holder, request: null };
      if (!isMine) return holder ? held(holder.name) : control;
      return request ? holds(request, now) : NOBODY;
  }
}

/** The control that an order needs: one's own, or a free one, which the first order takes (CTRL1). */
export function controlToOrder(control: WallControlled, who: Somebody, now: EpochMs): WallControlled | ControlFault {
  if (control.holder?.id === who.id) return control;
  return control.holder ? held(control.holder.name) : holds(who, now);
}
