import type { Principal } from '../../../shared/contract/principal.ts';
import type { Audience } from '../../../shared/model/vocabulary.ts';

/** Who asks, and what makes them so: a person's session or a paired display. */
export type Caller = {
  principal: Principal;
  holds:
    | { kind: 'session'; id: string; person: string }
    /** `pairedAt`: another browser that takes over the same name is another caller (EpochMs). */
    | { kind: 'display'; id: string; wall: string; pairedAt: number };
  /** A person who looks at a wall as its room does: whoever is in there now. */
  mirrors?: { wall: string; audience: Audience };
};

/** How a request or a socket is known. */
export type Callers = {
  /** By its cookies; null: nobody. */
  of(cookies: string | undefined): Promise<Caller | null>;
  /** The same caller as it stands now: rights may have changed, tokens may have been renewed. null: it is over. */
  again(caller: Caller): Promise<Caller | null>;
};

/** Whose rights changed. `areas`: the hierarchy, and with it what every bounded principal may see; its `id` is "all". */
export type AccessSubject = { kind: 'person' | 'session' | 'display' | 'wall' | 'areas'; id: string };
export type AccessChange = { subject: AccessSubject; reason: string; by: string };

/** Tells every node, at the latest a second after it is committed. */
export type AccessChanges = {
  announce(change: AccessChange): Promise<void>;
};

/** One act, as the auditor reads it. `action` is of `ACTIONS` where there is one, else `noun:verb` in its manner. */
export type Act = {
  actor: string;
  actorName: string;
  action: string;
  subject: { kind: string; id: string };
  outcome: 'done' | 'denied' | 'failed';
  /** Why: asked wherever personal data are seen. */
  purpose?: string | null;
  /** What else must be known; never a secret, never the personal data themselves. */
  detail?: Readonly<Record<string, unknown>>;
};

/** Appends to the audit; done when it is on disk. An act that cannot be written must not be done. */
export type Audit = {
  record(act: Act): Promise<void>;
};
