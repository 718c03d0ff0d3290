import type { Link } from '../../../shared/contract/link.ts';
import type { Leg, NodeStatus } from '../../../shared/contract/socket.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { LINK_SILENCE_MS } from '../../../shared/rules/freshness.ts';

/** How the link looks to a person; what was live and has been silent too long is not live any more. */
export type LinkWord = 'live' | 'replaying' | 'silent' | 'connecting' | 'resyncing' | 'down' | 'refused' | 'ended';

export function linkWord(link: Link, now: number): LinkWord {
  if (link.kind !== 'live') return link.kind;
  return now - link.heardAt > LINK_SILENCE_MS ? 'silent' : 'live';
}

export type SourceRow = {
  id: string;
  name: string;
  state: 'online' | 'silent' | 'offline' | 'unknown';
  /** When the newest of its entries reached the centre; null: none that is still in the picture. */
  lastAt: number | null;
  reason: string | null;
};

const TROUBLE = ['offline', 'silent', 'unknown', 'online'] as const;

/** The sources that are not well first. Reads every slot: to be called once a second, not once a frame. */
export function sourcesOf(world: World): SourceRow[] {
  const last = new Map<string, number>();
  // What the centre itself wrote of a source is no message from it.
  for (const [kind, slot] of Object.entries(world.slots))
    for (const { source, receivedAt } of slot.values())
      if (!kind.startsWith('source.') && receivedAt > (last.get(source) ?? 0)) last.set(source, receivedAt);
  const rows = Array.from(world.slots['source.registered'].values(), ({ id, data }): SourceRow => {
    const reported = world.slots['source.state'].get(id)?.data;
    return { id, name: data.name, state: reported?.state ?? 'unknown', reason: reported?.reason ?? null, lastAt: last.get(id) ?? null };
  });
  return rows.sort((a, b) => TROUBLE.indexOf(a.state) - TROUBLE.indexOf(b.state) || a.name.localeCompare(b.name, 'vi'));
}

/** The way of an event to the glass, leg by leg, in milliseconds; a leg that nobody measured is null. */
export function legsOf(status: NodeStatus | null): { name: 'toReceived' | 'toCommitted' | 'toSent' | 'toPainted'; leg: Leg }[] {
  return (['toReceived', 'toCommitted', 'toSent', 'toPainted'] as const).map((name) => ({ name, leg: status?.glass[name] ?? null }));
}
