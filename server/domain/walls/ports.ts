import type { Entry } from '../../../shared/contract/entry.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import type { AccessChangeListing, WallAudience } from '../../../shared/contract/walls.ts';
import type { Audience, Role } from '../../../shared/model/vocabulary.ts';

/** Who is in the room with each wall (AG-12). */
export type WallAudiences = {
  /** By name. */
  list(): Promise<WallAudience[]>;
  /** Says who is in the room: audited, and told to every node, in one commit. null: there is no such wall. */
  switchTo(wall: string, audience: Audience, by: { id: string; name: string }): Promise<WallAudience | null>;
};

/** What became of changes of rights, the newest first. */
export type AccessTimes = { list(limit: number): Promise<AccessChangeListing[]> };

/** The walls that there are; the register of displays keeps them. */
export type WallRegister = {
  find(id: string): Promise<{ id: string; name: string; audience: Audience } | null>;
  list(): Promise<{ id: string; audience: Audience }[]>;
};

/** The newest entry of a subject, out of the log itself; null: none. */
export type Newest = <K extends Kind>(kind: K, id: string) => Promise<Entry<K> | null>;

export type WallLock = {
  /** Runs when nobody else, on whatever node, works under this name. @throws when it had to wait for too long, or the database is down. */
  alone<T>(name: string, work: (newest: Newest) => Promise<T>): Promise<T>;
};

/** The newest first. */
export type SceneVersions = { of(scene: string, limit: number): Promise<Entry<'scene.published'>[]> };

/** Whether somebody is still signed in, and as what; null: disabled, or signed out everywhere. */
export type WallHolders = { roleOf(person: string): Promise<Role | null> };
