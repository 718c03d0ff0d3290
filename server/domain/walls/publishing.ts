import type { ScenePublication, SceneVersionList } from '../../../shared/contract/direction.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import { GROUP, type Scene, type SceneMeasurement, type ScenePublished } from '../../../shared/contract/scene.ts';
import type { WallDefined, WallGeometry } from '../../../shared/contract/wall.ts';
import type { World } from '../../../shared/rules/fold.ts';
import type { Finding } from '../../../shared/rules/legibility.ts';
import { readyScene } from '../../../shared/rules/ready-scenes.ts';
import { referenceWall } from '../../../shared/rules/reference-wall.ts';
import { roomOf } from '../../../shared/rules/tile-room.ts';
import type { Act } from '../access/ports.ts';
import type { SceneVersions } from './ports.ts';
import { appending, isScene, newestOr, type Unavailable, type WallDeskParts, wallDraft } from './wall-desk.ts';

type Who = Pick<Principal, 'id' | 'name'>;
export type Defined =
  | { kind: 'done'; seq: number | null }
  | { kind: 'unknown-wall' }
  | { kind: 'unknown-scene'; scene: string }
  | Unavailable;
export type Overtaken = { kind: 'overtaken'; revision: number; by: string | null; at: number | null };
/** What cannot be read on the wall that it was made for, whatever is laid out (LEGIB8). */
export type Unreadable = { kind: 'unreadable'; findings: Finding[] };
export type Published = { kind: 'done'; revision: number; seq: number | null } | Overtaken | Unreadable | Unavailable;

export type Publishing = {
  /** Says what a wall of the register is. */
  define(wall: string, definition: WallDefined, who: Who): Promise<Defined>;
  /** Publishes a scene, unless somebody else has since the revision that it is based on (DIR8). */
  publish(publication: ScenePublication, who: Who): Promise<Published>;
  /** null: it was never published. */
  versions(scene: string): Promise<SceneVersionList | null>;
};

export type PublishingParts = Pick<WallDeskParts, 'lock' | 'register' | 'intake' | 'audit' | 'world' | 'clock'> & {
  history: SceneVersions;
};

const VERSIONS_MAX = 200;

/** Set-up of walls and publication of scenes: each the whole truth of its subject, one at a time over all nodes. */
export function createPublishing(parts: PublishingParts): Publishing {
  const { lock, register, audit, world, clock, history } = parts;
  const append = appending(parts);

  /** In the audit first, then in the log. null: somebody else was there in between. */
  async function put(who: Who, act: Pick<Act, 'action' | 'subject' | 'detail'>, draft: Parameters<typeof append>[0][number]) {
    const said = { actor: who.id, actorName: who.name, ...act };
    await audit.record({ ...said, outcome: 'done' });
    const stored = await append([{ ...draft, actor: who.name }], 'desk:scenes');
    if (stored.kind === 'stored') return stored;
    const why = stored.kind === 'unavailable' ? stored.why : stored.kind;
    await audit.record({ ...said, outcome: 'failed', detail: { ...act.detail, why } });
    return stored;
  }

  return {
    async define(wall, definition, who) {
      if ((await register.find(wall)) === null) return { kind: 'unknown-wall' };
      return lock.alone(`wall:${wall}`, async (fromLog) => {
        const newest = newestOr(fromLog, world);
        const planned = [definition.default, ...definition.schedule.map(({ showing }) => showing)].flatMap((showing) => showing.scenes);
        const triggers = definition.triggers ?? [];
        const scenes = [...planned, ...triggers.map(({ scene }) => scene)];
        for (const scene of new Set(scenes)) {
          if (!(await isScene(newest, scene))) return { kind: 'unknown-scene', scene };
        }
        const before = await newest('wall.defined', wall);
        if (before && same(before.data, definition)) return { kind: 'done', seq: null };
        const { geometry, schedule } = definition;
        const stored = await put(
          who,
          {
            action: 'wall:define',
            subject: { kind: 'wall', id: wall },
            detail: {
              name: definition.name,
              panels: geometry && `${geometry.panels.columns}×${geometry.panels.rows}`,
              displays: geometry?.displays.length ?? null,
              slots: schedule.length,
              triggers: triggers.map(({ name }) => name),
            },
          },
          wallDraft('wall.defined', wall, definition, clock(), null),
        );
        return stored.kind === 'stored' ? { kind: 'done', seq: stored.seq } : unavailable(stored);
      });
    },
    async publish({ scene, basedOn, note, measured: on }, who) {
      const findings = roomOf(scene, geometryFor(scene, on, world()));
      if (findings.length > 0) return { kind: 'unreadable', findings };
      const measured = on && { ...on, by: who.name };
      return lock.alone(`scene:${scene.id}`, async (fromLog) => {
        const present = await newestOr(fromLog, world)('scene.published', scene.id);
        const revision = present?.data.revision ?? 0;
        const next: ScenePublished = { scene, revision: revision + 1, note, measured };
        // The second click of a double one: what it asks for is what stands.
        if (present && basedOn === revision - 1 && present.actor === who.name && same(present.data, { ...next, revision }))
          return { kind: 'done', revision, seq: null };
        const overtaken: Overtaken = { kind: 'overtaken', revision, by: present?.actor ?? null, at: present?.receivedAt ?? null };
        if (basedOn !== revision) return overtaken;
        const stored = await put(
          who,
          {
            action: 'scene:publish',
            subject: { kind: 'scene', id: scene.id },
            detail: { name: scene.name, revision: next.revision, tiles: scene.tiles.length, note, measured: on },
          },
          wallDraft('scene.published', scene.id, next, clock(), `scene:${scene.id}:${next.revision}`),
        );
        if (stored.kind === 'stored') return { kind: 'done', revision: next.revision, seq: stored.seq };
        return stored.kind === 'unavailable' ? stored : overtaken;
      });
    },
    async versions(scene) {
      const versions = (await history.of(scene, VERSIONS_MAX)).map(({ seq, receivedAt, actor, data }) => ({
        seq,
        at: receivedAt,
        by: actor,
        ...data,
      }));
      return versions.length > 0 || readyScene(scene, 1) ? { versions } : null;
    },
  };
}

/** The wall that a scene is judged on: where it was measured, else the shape that it was made for. */
function geometryFor({ columns, rows }: Scene, measured: SceneMeasurement | null, { slots }: World): WallGeometry | null {
  const wall = measured?.on.startsWith('wall:') ? slots['wall.defined'].get(measured.on.slice('wall:'.length)) : undefined;
  if (wall) return wall.data.geometry;
  return Math.round((columns / rows) * (GROUP.rows / GROUP.columns)) === 3 ? referenceWall() : null;
}

const unavailable = (stored: { kind: 'overtaken' } | Unavailable): Unavailable =>
  stored.kind === 'unavailable' ? stored : { kind: 'unavailable', why: 'overloaded', retryAfterS: 1 };

/** Data of the log are plain; the order of their names says nothing. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries.map(([name, one]): [string, unknown] => [name, sorted(one)]).sort(([a], [b]) => (a < b ? -1 : 1)));
};
