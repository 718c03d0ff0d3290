import { z } from 'zod';
import { AUDIENCES } from '../model/vocabulary.ts';
import { IdField, text } from './fields.ts';
import { GLASS_STATES, type GlassState } from './glass.ts';
import { PositionField } from './wall.ts';

/**
 * How a browser becomes a display of a wall, in the shape of RFC 8628: it shows a code, a person who may (`display:manage`)
 * types that code at a desk, and the browser gets a token of its own. Moments are EpochMs.
 *
 * Open, asked by the browser of the wall itself, which has no session:
 *   `POST /display/v1/pairings`                 → 201 `PairingStarted`; 429 when too many are asked for
 *   `POST /display/v1/pairings/token {deviceCode}` → 200 `PairingAnswer`; with `paired` comes the cookie
 *   `POST /display/v1/link {token}`             → 200 `DisplaySelf` and the cookie: a printed link pairs this machine's wall; 403
 *   `GET  /display/v1/self`                     → 200 `DisplaySelf | null`
 *   `POST /display/v1/token`                    → 200 `DisplaySelf` and a new cookie; 401 for who is no display
 * At a desk (`display:read` for the list, `display:manage` for the rest):
 *   `GET    /admin/v1/displays`                 → `DisplayList`
 *   `GET    /admin/v1/pairings/:code`           → `PairingRequest`; 404, 429 after too many wrong codes
 *   `POST   /admin/v1/pairings/:code/approve`   → 201 `DisplayRow`; 404, 409 `PlaceTaken`, 422, 429
 *   `DELETE /admin/v1/displays/:id`             → 204; 404
 *   `POST   /admin/v1/walls`                    → 201 `WallRow`; 409, 422
 */

/** RFC 8628 §6.1: consonants alone, so that no code is a word, and no digit that looks like a letter. */
export const USER_CODE_ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
export const USER_CODE_LENGTH = 8;
/** A code and what it may still become live this long (SEC17). */
export const PAIRING_MS = 10 * 60_000;

const letters = `[${USER_CODE_ALPHABET}]`;
/** As it stands on the wall: `XXXX-XXXX`. Read in whatever case and with whatever is typed between. */
export const UserCodeField = z
  .string()
  .max(40)
  .transform((typed) => typed.toUpperCase().replaceAll(/[\s\-–—._]/g, ''))
  .pipe(z.string().regex(new RegExp(`^${letters}{${USER_CODE_LENGTH}}$`)))
  .transform((code) => `${code.slice(0, 4)}-${code.slice(4)}`);

/** `deviceCode` never leaves the browser that asked. `intervalMs`: how often it may ask what became of it. */
export type PairingStarted = {
  deviceCode: string;
  userCode: string;
  verificationUrl: string;
  /** The server's clock when it answered: what is left is counted from here, for the clock of a wall may be wrong. */
  at: number;
  expiresAt: number;
  intervalMs: number;
};

export const DeviceCodeRequest = z.strictObject({ deviceCode: z.string().min(20).max(100) });
export const LinkRequest = z.strictObject({ token: z.string().min(20).max(200) });

/** What a display knows of itself. */
export type DisplaySelf = {
  id: string;
  name: string;
  wall: { id: string; name: string; audience: (typeof AUDIENCES)[number] };
  position: string;
  /** How old its token is: past a day it asks for a new one. */
  tokenAgeMs: number;
};
export type PairingAnswer =
  | { state: 'pending'; intervalMs: number }
  /** Unknown, too old or taken already: begin anew. */
  | { state: 'expired' }
  | { state: 'paired'; display: DisplaySelf };

const Position = z.string().trim().pipe(PositionField);
const ShortId = IdField.max(40);

export const Approval = z.strictObject({
  /** Its unique name, as it will stand on its label (AG-6.1): "wall-1". */
  display: ShortId,
  name: text(120),
  wall: ShortId,
  /** Where on the wall: one display at a time. */
  position: Position,
  /** Whoever holds the name or the place now is revoked. Without it that is a conflict. */
  replace: z.boolean().default(false),
});
export type Approval = z.output<typeof Approval>;

export const WallRegistration = z.strictObject({ id: ShortId, name: text(120) });
export type WallRegistration = z.output<typeof WallRegistration>;

/** A code as the person who is to approve it sees it: who asked, when, and from where. */
export const PairingRequest = z.object({
  userCode: z.string(),
  createdAt: z.number(),
  expiresAt: z.number(),
  address: z.string(),
  browser: z.string(),
});
export type PairingRequest = z.output<typeof PairingRequest>;

/** By its last sign of life, as the glass has it too. `late`: it should have spoken by now; `off`: it said good-bye, nothing for long, or never anything. */
export const DISPLAY_STATES = GLASS_STATES;
export type DisplayState = GlassState;

export const WallRow = z.object({
  id: z.string(),
  name: z.string(),
  audience: z.enum(AUDIENCES),
  audienceAt: z.number(),
  audienceBy: z.string(),
});
export type WallRow = z.output<typeof WallRow>;

export const DisplayRow = z.object({
  id: z.string(),
  name: z.string(),
  wall: z.string(),
  position: z.string(),
  state: z.enum(DISPLAY_STATES),
  seenAt: z.number().nullable(),
  createdAt: z.number(),
  approvedBy: z.string(),
  revoked: z.object({ at: z.number(), by: z.string() }).nullable(),
});
export type DisplayRow = z.output<typeof DisplayRow>;

/** `at`: the server's clock, which every age in it is counted from. */
export const DisplayList = z.object({ at: z.number(), walls: z.array(WallRow), displays: z.array(DisplayRow) });
export type DisplayList = z.output<typeof DisplayList>;

/** Why an approval is a conflict, and with whom; sent as the problem's `taken`. */
export const PlaceTaken = z.object({ what: z.enum(['name', 'position']), display: z.string(), name: z.string() });
export type PlaceTaken = z.output<typeof PlaceTaken>;
