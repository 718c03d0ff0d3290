import type { DisplayCommand } from '../../../shared/contract/glass.ts';
import { CAPTURE_WITHIN_MS } from '../../../shared/contract/glass.ts';
import type { View } from '../../../shared/contract/socket.ts';
import { sourceId } from '../../../shared/model/ids.ts';
import { ok } from '../../../shared/model/result.ts';
import { PERSONAL_FIELDS } from '../../../shared/model/vocabulary.ts';
import type { World } from '../../../shared/rules/fold.ts';
import type { Delivery, Draft } from '../intake/ports.ts';
import type { Seat } from './ports.ts';

const DESK = sourceId('desk');

/** What a person tells a display, as the entry that it reads; nothing else reaches it. */
export function commandDelivery(
  { display, wall, position }: Seat,
  { command }: DisplayCommand,
  { capture, actor, now }: { capture: string | null; actor: string; now: number },
): Delivery {
  const occurredAt = now as Delivery['receivedAt'];
  const drafts: Draft[] = [
    {
      kind: 'display.commanded',
      id: display,
      area: null,
      occurredAt,
      publisherKey: null,
      actor,
      data: { wall, position, command, capture, issuedAt: occurredAt },
    },
  ];
  const body = new TextEncoder().encode(JSON.stringify(drafts));
  return {
    source: DESK,
    channel: 'desk:display-command',
    receivedAt: occurredAt,
    drill: false,
    priority: 'alarm',
    items: [{ body, drafts: ok(drafts) }],
  };
}

/** Whether a display was asked for this picture, and not long ago: it hands in nothing else. */
export function isCaptureDue({ slots }: World, display: string, capture: string, now: number): boolean {
  const asked = slots['display.commanded'].get(display)?.data;
  return asked?.command === 'capture' && asked.capture === capture && now - asked.issuedAt <= CAPTURE_WITHIN_MS;
}

/**
 * Whether a person may see a picture of what a display showed: whoever looks at a wall sees what its room may see, and never more than
 * they may themselves. What the wall masks it shows to nobody.
 */
export function maySeeCapture(own: View, shown: View): boolean {
  return (
    own.areas === null &&
    shown.classifications.every((one) => own.classifications.includes(one)) &&
    PERSONAL_FIELDS.every((field) => shown.personal[field] !== 'full' || own.personal[field] === 'full')
  );
}
