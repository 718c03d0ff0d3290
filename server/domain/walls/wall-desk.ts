import type {
  WallControlled,
  WallDirected,
  WallFocused,
  WallOrder,
  WallOrderAnswer,
  WallTriggered,
} from '../../../shared/contract/direction.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import { type EpochMs, type Seq, sourceId } from '../../../shared/model/ids.ts';
import { ok } from '../../../shared/model/result.ts';
import { NO_ORDERS, sceneOn, UNSET_WALL } from '../../../shared/rules/direction.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { readyScene } from '../../../shared/rules/ready-scenes.ts';
import { NOTHING_RAISED } from '../../../shared/rules/triggers.ts';
import type { Audit } from '../access/ports.ts';
import { runningDrills } from '../drill/standing.ts';
import type { Draft, Intake } from '../intake/ports.ts';
import { standingOf } from '../intake/standing.ts';
import { mayDirect, NOBODY, withoutGone } from './control.ts';
import { FREE_ZONE } from './focus.ts';
import { leadFor } from './lead.ts';
import { decideOrder, isFault, type OrderFault, type OrderOutcome, type WallPresent } from './orders.ts';
import type { Newest, WallHolders, WallLock, WallRegister } from './ports.ts';

/** The source of what people say at a desk. */
export const DESK = sourceId('desk');

/** `unavailable`: nothing was stored, and asking again later may gain. */
export type Unavailable = { kind: 'unavailable'; why: 'down' | 'overloaded'; retryAfterS: number };
export type Ordered =
  | { kind: 'done'; answer: WallOrderAnswer }
  | { kind: 'fault'; fault: OrderFault }
  | { kind: 'unknown-wall' }
  | Unavailable;

type Who = Pick<Principal, 'id' | 'name'>;
export type WallDeskParts = {
  lock: WallLock;
  register: WallRegister;
  holders: WallHolders;
  intake: Pick<Intake, 'take'>;
  audit: Audit;
  /** How long each of the wall's displays last took to prepare a scene, milliseconds. */
  preparations: (wall: string) => Promise<readonly number[]>;
  /** What a log that forgets its oldest parts no longer has: the fold still does. */
  world: () => World;
  clock: () => EpochMs;
};

export type WallDesk = {
  order(wall: string, order: WallOrder, who: Who): Promise<Ordered>;
  /** Takes the control from those who are gone. Answers whether anything changed. */
  freeControl(wall: string): Promise<boolean>;
  /** Takes a step of the focus from what stands there. `step` answers the same object when there is nothing to say. */
  refocus(wall: string, step: (before: WallFocused) => WallFocused): Promise<boolean>;
  /** The same of its triggers. `isPlay`: nothing but a drill raises any of what is raised after. */
  retrigger(
    wall: string,
    step: (before: WallTriggered, prepareMs: number) => WallTriggered,
    isPlay: (after: WallTriggered) => boolean,
  ): Promise<boolean>;
};

export type Append = (
  drafts: Draft[],
  channel: string,
  drill?: boolean,
) => Promise<{ kind: 'stored'; seq: Seq | null } | { kind: 'overtaken' } | Unavailable>;

/** Commits drafts that stand together. `overtaken`: somebody without the lock has taken the same number before. */
export const appending =
  ({ intake, clock }: Pick<WallDeskParts, 'intake' | 'clock'>): Append =>
  async (drafts, channel, drill = false) => {
    const body = new TextEncoder().encode(JSON.stringify(drafts));
    const receipt = await intake.take({
      source: DESK,
      channel,
      receivedAt: clock(),
      drill,
      items: [{ body, drafts: ok(drafts) }],
      // A person waits for the answer, and there are few of them.
      priority: 'alarm',
    });
    if (receipt.kind !== 'committed') return { kind: 'unavailable', why: receipt.kind, retryAfterS: receipt.retryAfterS };
    const item = receipt.items[0];
    if (item?.kind === 'stored') return { kind: 'stored', seq: item.seqs.at(-1) ?? null };
    if (item?.kind === 'duplicate') return { kind: 'overtaken' };
    throw new Error(`what a desk said was refused a place in the log: ${item?.rejection.message ?? 'no receipt'}`);
  };

/** The newest of a subject: of the log, or of the fold where the log has let it go. */
export const newestOr =
  (newest: Newest, world: () => World): Newest =>
  async (kind, id) =>
    (await newest(kind, id)) ?? world().slots[kind].get(id) ?? null;

/** Whether there is such a scene: published, or one of those that stand ready. */
export const isScene = async (newest: Newest, id: string): Promise<boolean> =>
  readyScene(id, 1) !== null || (await newest('scene.published', id)) !== null;

export const wallDraft = <K extends Kind>(
  kind: K,
  id: string,
  data: Extract<Draft, { kind: K }>['data'],
  now: EpochMs,
  key: string | null,
): Draft => ({ kind, id, area: null, occurredAt: now, data, publisherKey: key }) as Draft;

/**
 * Takes the orders of every desk. Each is decided on the newest truth under the wall's own lock, is in the audit before it is in
 * the log, and is answered once it is committed (DIR4, DIR6).
 */
export function createWallDesk(parts: WallDeskParts): WallDesk {
  const { lock, register, holders, audit, world, clock, preparations } = parts;
  const append = appending(parts);
  /** What the system itself brings before the walls while a drill runs is play, like what it is brought for. */
  const isDrilling = (): boolean => runningDrills(standingOf(world())).length > 0;

  async function presentOf(newest: Newest, wall: string): Promise<WallPresent & { gone: ReadonlySet<string> }> {
    const direction = (await newest('wall.directed', wall))?.data ?? null;
    const control = (await newest('wall.controlled', wall))?.data ?? null;
    const focus = (await newest('wall.focused', wall))?.data ?? null;
    const gone = new Set<string>();
    for (const somebody of [control?.holder, control?.request]) {
      if (somebody && !mayDirect(await holders.roleOf(somebody.id))) gone.add(somebody.id);
    }
    return { direction, control, focus, gone };
  }

  /** Whether a tile stands in the scene that is up; null: the scene is not known here. */
  async function tilesUp(newest: Newest, wall: string, direction: WallDirected | null): Promise<ReadonlySet<string> | null> {
    const plan = (await newest('wall.defined', wall))?.data ?? UNSET_WALL;
    const triggered = (await newest('wall.triggered', wall))?.data ?? null;
    const { scene } = sceneOn(plan, direction ?? NO_ORDERS, triggered, clock());
    const published = (await newest('scene.published', scene))?.data.scene;
    // Of a ready scene both layouts count: which one is up depends on how wide the wall is.
    const scenes = published ? [published] : [1, 3].flatMap((groups) => readyScene(scene, groups) ?? []);
    return scenes.length > 0 ? new Set(scenes.flatMap(({ tiles }) => tiles.map(({ id }) => id))) : null;
  }

  function draftsOf(wall: string, { direction, control, focus }: OrderOutcome, now: EpochMs, actor: string | null): Draft[] {
    const drafts: Draft[] = [];
    const numbered = direction ? `${wall}:${direction.revision}` : null;
    if (control) drafts.push(wallDraft('wall.controlled', wall, control, now, numbered && `control:${numbered}`));
    if (focus) drafts.push(wallDraft('wall.focused', wall, focus, now, null));
    // The same number twice is refused by the log itself, whatever became of the lock.
    if (direction) drafts.push(wallDraft('wall.directed', wall, direction, now, `direction:${numbered}`));
    return actor === null ? drafts : drafts.map((draft) => ({ ...draft, actor }));
  }

  async function orderOnce(wall: string, order: WallOrder, who: Who): Promise<Ordered | null> {
    return lock.alone(`wall:${wall}`, async (fromLog) => {
      const newest = newestOr(fromLog, world);
      const { gone, ...present } = await presentOf(newest, wall);
      const scene = 'scene' in order ? order.scene : null;
      const isKnown = scene !== null && (await isScene(newest, scene));
      const tiles = order.order === 'full-tile' ? await tilesUp(newest, wall, present.direction) : null;
      const prepareMs = leadFor(await preparations(wall));
      const decide = (): OrderOutcome | OrderFault => {
        const now = clock();
        const before = present.control ?? NOBODY;
        const control = withoutGone(before, (id) => gone.has(id), now);
        const outcome = decideOrder(
          order,
          { ...present, control },
          { who, now, prepareMs, isScene: () => isKnown, hasTile: (tile) => tiles?.has(tile) ?? null },
        );
        return isFault(outcome) || outcome.control !== null || control === before ? outcome : { ...outcome, control };
      };
      const recorded = (outcome: 'done' | 'denied' | 'failed', more: object = {}): Promise<void> =>
        audit.record({
          actor: who.id,
          actorName: who.name,
          action: 'wall:direct',
          subject: { kind: 'wall', id: wall },
          outcome,
          detail: { ...order, ...more },
        });

      const first = decide();
      if (isFault(first)) {
        if (first.fault === 'held') await recorded('denied', { why: 'control', holder: first.by });
        return { kind: 'fault', fault: first };
      }
      const answer = (outcome: OrderOutcome, seq: Seq | null): Ordered => ({
        kind: 'done',
        answer: { direction: outcome.direction ?? present.direction, control: outcome.control ?? present.control, seq },
      });
      if (isNothingNew(first)) return answer(first, null);
      // Recorded before it is done: what cannot be written must not be.
      await recorded('done', first.control ? { control: controlWords(first.control) } : {});
      // Once more, for the moment that is agreed counts from the commit.
      const outcome = decide();
      if (isFault(outcome)) return { kind: 'fault', fault: outcome };
      const stored = await append(draftsOf(wall, outcome, clock(), who.name), 'desk:wall');
      if (stored.kind === 'stored') return answer(outcome, stored.seq);
      await recorded('failed', { why: stored.kind === 'unavailable' ? stored.why : stored.kind });
      return stored.kind === 'unavailable' ? stored : null;
    });
  }

  return {
    async order(wall, order, who) {
      if ((await register.find(wall)) === null) return { kind: 'unknown-wall' };
      for (let tries = 0; tries < 3; tries++) {
        const ordered = await orderOnce(wall, order, who);
        if (ordered) return ordered;
      }
      return { kind: 'unavailable', why: 'overloaded', retryAfterS: 1 };
    },
    freeControl: (wall) =>
      lock.alone(`wall:${wall}`, async (fromLog) => {
        const { control, gone } = await presentOf(newestOr(fromLog, world), wall);
        if (!control) return false;
        const now = clock();
        const after = withoutGone(control, (id) => gone.has(id), now);
        if (after === control) return false;
        await audit.record({
          actor: 'system',
          actorName: 'system',
          action: 'wall:direct',
          subject: { kind: 'wall', id: wall },
          outcome: 'done',
          detail: { order: 'control', act: 'freed', from: control.holder?.name ?? null, control: controlWords(after) },
        });
        const stored = await append(draftsOf(wall, { direction: null, control: after, focus: null }, now, null), 'system:walls');
        return stored.kind === 'stored';
      }),
    refocus: (wall, step) =>
      lock.alone(`wall:${wall}`, async (fromLog) => {
        const before = (await newestOr(fromLog, world)('wall.focused', wall))?.data ?? FREE_ZONE;
        const focus = step(before);
        if (focus === before) return false;
        const stored = await append(draftsOf(wall, { direction: null, control: null, focus }, clock(), null), 'system:walls', isDrilling());
        return stored.kind === 'stored';
      }),
    retrigger: (wall, step, isPlay) =>
      lock.alone(`wall:${wall}`, async (fromLog) => {
        const newest = await fromLog('wall.triggered', wall);
        // What the end of a drill took from the picture still stands in the log, and must not come back from there.
        const known = newest && newest.seq > world().seq ? newest : world().slots['wall.triggered'].get(wall);
        const before = known?.data ?? NOTHING_RAISED;
        const after = step(before, leadFor(await preparations(wall)));
        if (after === before) return false;
        const drafts = [wallDraft('wall.triggered', wall, after, clock(), null)];
        const stored = await append(drafts, 'system:walls', isPlay(after));
        return stored.kind === 'stored';
      }),
  };
}

const isNothingNew = ({ direction, control, focus }: OrderOutcome): boolean => direction === null && control === null && focus === null;

const controlWords = ({ holder, request }: WallControlled) => ({ holder: holder?.name ?? null, request: request?.name ?? null });
