import type { AccessChangeListing, WallAudience } from '../../../shared/contract/walls.ts';
import type { Audience } from '../../../shared/model/vocabulary.ts';

/** Who is in the room with each wall (AG-12). */
export type WallAudiences = {
  /** By name. */
  list(): Promise<WallAudience[]>;
  /** Says who is in the room: audited, and told to every node, in one commit. null: there is no such wall. */
  switchTo(wall: string, audience: Audience, by: { id: string; name: string }): Promise<WallAudience | null>;
};

/** What became of changes of rights, the newest first. */
export type AccessTimes = { list(limit: number): Promise<AccessChangeListing[]> };
