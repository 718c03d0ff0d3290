import { z } from 'zod';
import { AUDIENCES } from '../model/vocabulary.ts';

/**
 * Who is in the room with a wall, and how soon a change of rights reached every screen. Moments are EpochMs.
 *
 *   `GET  /walls/v1` (`wall:read`)                              → `WallList`
 *   `POST /admin/v1/walls/:id/audience` (`audience:switch`)     → 200 `WallAudience`, the wall as it stands then; 404, 422
 *   `GET  /admin/v1/access-changes` (`display:read`)            → `AccessChangeList`
 */
export const AudienceSwitch = z.strictObject({ audience: z.enum(AUDIENCES) });
export type AudienceSwitch = z.output<typeof AudienceSwitch>;

export const WallAudience = z.object({
  id: z.string(),
  name: z.string(),
  audience: z.enum(AUDIENCES),
  audienceAt: z.number(),
  /** The name of who said so. */
  audienceBy: z.string(),
  /** Displays paired to it and not revoked. */
  displays: z.number(),
});
export type WallAudience = z.output<typeof WallAudience>;
export const WallList = z.object({ walls: z.array(WallAudience) });
export type WallList = z.output<typeof WallList>;

/** What one node did about a change: the sockets that it closed or shows another view since, and when it was done, counted from the commit. */
const Applied = z.object({ node: z.string(), sockets: z.number(), tookMs: z.number() });
const Took = z.object({ max: z.number(), p95: z.number() });

export const AccessChangeListing = z.object({
  id: z.number(),
  /** When it was committed, by the database's clock. */
  at: z.number(),
  subject: z.object({ kind: z.enum(['person', 'session', 'display', 'wall', 'areas']), id: z.string(), name: z.string().nullable() }),
  reason: z.string(),
  /** By name, where it was a person of this centre. */
  by: z.string(),
  nodes: z.array(Applied),
  /** Over its nodes; null: none has told yet. */
  tookMs: Took.nullable(),
});
export type AccessChangeListing = z.output<typeof AccessChangeListing>;

/** The newest first. `tookMs`: over all that are listed, where a node had a socket to act on. */
export const AccessChangeList = z.object({ changes: z.array(AccessChangeListing), tookMs: Took.nullable() });
export type AccessChangeList = z.output<typeof AccessChangeList>;
