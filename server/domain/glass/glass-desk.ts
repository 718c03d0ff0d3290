import type { Entry } from '../../../shared/contract/entry.ts';
import { type DisplayStateReported, EXPOSURE_GRID, type WallExposure, type WallGlass } from '../../../shared/contract/glass.ts';
import { sourceId } from '../../../shared/model/ids.ts';
import { ok } from '../../../shared/model/result.ts';
import { dimAt, UNSET_WALL } from '../../../shared/rules/direction.ts';
import type { World } from '../../../shared/rules/fold.ts';
import type { Delivery, Draft, Intake } from '../intake/ports.ts';
import { geometryOf, sceneNamed } from './expectation.ts';
import { emptyExposure, exposed, exposureCells, tilesOnCells } from './exposure.ts';
import { createNewestFacts } from './newest-facts.ts';
import type { ExposureBook, GlassRow, GlassTable, Seat } from './ports.ts';
import { createSettler } from './settled.ts';
import { type Judged, judgeAll, wallGlass } from './wall-glass.ts';

/** The source of what the server says of displays by itself. */
const GLASS = sourceId('glass');
/** What is not told within this long (nobody ran it) is not guessed afterwards. */
const EXPOSURE_MAX_MS = 120_000;

export type GlassDesk = {
  /** Every entry that reaches this node: what tiles owe is counted from it. */
  committed(entries: readonly Entry[], at: number): void;
  /** Once a second, on every node: hands on what it knows of its displays. */
  write(): Promise<void>;
  /** Once a second, on the one node that runs what must run once: says in the log what changed. */
  tell(): Promise<void>;
  /** Once a minute, on the same node: counts what stood where. */
  expose(): Promise<void>;
  /** null: there is no such wall. */
  ofWall(wall: string): Promise<WallGlass | null>;
  exposureOf(wall: string): Promise<WallExposure | null>;
};

type Parts = {
  table: GlassTable;
  exposure: ExposureBook;
  /** What this node knows of its own displays. */
  rows: (at: number) => GlassRow[];
  world: () => World;
  intake: Pick<Intake, 'take'>;
  clock: () => number;
};

/** What displays prove, judged by the server's clock alone: any node answers for every display (TRUTH3). */
export function createGlassDesk({ table, exposure, rows, world, intake, clock }: Parts): GlassDesk {
  const facts = createNewestFacts();
  const settler = createSettler();
  /** What this node said last: the log brings it back a moment later. */
  const told = new Map<string, DisplayStateReported>();
  let countedAt: number | null = null;

  const judged = (seats: readonly Seat[], now: number): Judged[] => judgeAll(seats, world(), facts, now);

  /** Displays that are none any more leave the picture. */
  const goneDrafts = (seats: readonly Seat[], now: number): Draft[] => {
    const there = new Set(seats.map(({ display }) => display));
    settler.keepOnly(there);
    return [...world().slots['display.state'].keys()]
      .filter((display) => !there.has(display))
      .map((id): Draft => {
        const data = { kind: 'display.state', reason: 'the display is not paired any more' };
        return { kind: 'entity.withdrawn', id, area: null, occurredAt: now as Draft['occurredAt'], publisherKey: null, data };
      });
  };

  return {
    committed: facts.committed,
    write: () => table.write(rows(clock())),
    async tell() {
      const seats = await table.all();
      const now = clock();
      const said = (display: string): DisplayStateReported | undefined => {
        const [here, folded] = [told.get(display), world().slots['display.state'].get(display)?.data];
        return here && (!folded || here.since >= folded.since) ? here : folded;
      };
      const drafts = judged(seats, now).flatMap(({ seat, verdict }): Draft[] => {
        const data = settler.due(seat, verdict, said(seat.display), now);
        return data
          ? [{ kind: 'display.state', id: seat.display, area: null, occurredAt: now as Draft['occurredAt'], publisherKey: null, data }]
          : [];
      });
      drafts.push(...goneDrafts(seats, now));
      if (drafts.length === 0) return;
      const { kind } = await intake.take(deliveryOf(drafts, now));
      // What was not committed is due again with the next look.
      if (kind !== 'committed') return;
      for (const draft of drafts) {
        if (draft.kind === 'display.state') told.set(draft.id, draft.data);
        else told.delete(draft.id);
      }
    },
    async expose() {
      const now = clock();
      const ms = countedAt === null ? 0 : Math.min(now - countedAt, EXPOSURE_MAX_MS);
      countedAt = now;
      if (ms <= 0) return;
      const lit = judged(await table.all(), now).filter(({ verdict }) => verdict.state === 'online');
      const kept = await exposure.read(lit.map(({ seat }) => seat.display));
      const changed = lit.flatMap(({ seat: { display, wall, position, glass } }) => {
        const { slots } = world();
        const geometry = geometryOf(world(), wall);
        const scene = glass?.report && sceneNamed(world(), glass.report.scene, geometry);
        if (!scene) return [];
        const on = tilesOnCells(scene, { geometry, position, fullTile: slots['wall.directed'].get(wall)?.data.fullTile ?? null });
        const { level } = dimAt(slots['wall.defined'].get(wall)?.data.dimming ?? UNSET_WALL.dimming, now);
        return [{ display, exposure: exposed(kept.get(display) ?? emptyExposure(now), scene.id, on, ms, level) }];
      });
      await exposure.write(changed);
    },
    async ofWall(wall) {
      const seats = await table.ofWall(wall);
      const now = clock();
      return seats && wallGlass(wall, judged(seats, now), now);
    },
    async exposureOf(wall) {
      const seats = await table.ofWall(wall);
      if (!seats) return null;
      const kept = await exposure.read(seats.map(({ display }) => display));
      return {
        at: clock(),
        wall,
        estimate: true,
        columns: EXPOSURE_GRID.columns,
        rows: EXPOSURE_GRID.rows,
        displays: seats.map(({ display, name, position }) => {
          const own = kept.get(display);
          return { display, name, position, since: own?.since ?? null, cells: own ? exposureCells(own) : [] };
        }),
      };
    },
  };
}

function deliveryOf(drafts: Draft[], now: number): Delivery {
  const body = new TextEncoder().encode(JSON.stringify(drafts));
  return {
    source: GLASS,
    channel: 'system:glass',
    receivedAt: now as Delivery['receivedAt'],
    drill: false,
    // A frozen picture is as urgent as what stands on it.
    priority: 'alarm',
    items: [{ body, drafts: ok(drafts) }],
  };
}
