import type { View } from '../../shared/contract/socket.ts';
import type { Audience } from '../../shared/model/vocabulary.ts';
import { can } from '../../shared/rules/access.ts';
import { mirrorViewOf, viewOf } from '../../shared/rules/view.ts';
import type { Caller, Callers } from '../domain/access/ports.ts';

/** Who is in the room with a wall; null: there is no such wall. */
export type AudienceOf = (wall: string) => Promise<Audience | null>;
/** `as`: what the page that asks is, where a browser holds both a person's session and a display's token. */
export type PageCallers = Callers & { of(cookies: string | undefined, as?: 'person' | 'display'): ReturnType<Callers['of']> };
/** `mirrorOf`: the wall that the page looks at as its room does. A caller without `mirrors` may not. */
export type MirroringCallers = Pick<Callers, 'again'> & {
  of(cookies: string | undefined, as: 'person' | 'display', mirrorOf: string | null): ReturnType<Callers['of']>;
};

/** Callers who may look at a wall as its room does: the room is asked for along with the rights, and again with them (DIR9). */
export function withMirrors(callers: PageCallers, audienceOf: AudienceOf): MirroringCallers {
  async function mirroring(caller: Caller, wall: string): Promise<Caller | null> {
    if (caller.holds.kind !== 'session' || !can(caller.principal, 'wall:read')) return null;
    const audience = await audienceOf(wall);
    return audience && { ...caller, mirrors: { wall, audience } };
  }
  return {
    async of(cookies, as, mirrorOf) {
      const caller = await callers.of(cookies, as);
      return caller && mirrorOf !== null ? ((await mirroring(caller, mirrorOf)) ?? caller) : caller;
    },
    async again(caller) {
      const now = await callers.again(caller);
      return now && caller.mirrors ? mirroring(now, caller.mirrors.wall) : now;
    },
  };
}

/** What somebody sees: by their own rights, or as far as the room of the wall that they look at may see it too. */
export const viewFor = ({ principal, mirrors }: Caller): View => (mirrors ? mirrorViewOf(principal, mirrors.audience) : viewOf(principal));
