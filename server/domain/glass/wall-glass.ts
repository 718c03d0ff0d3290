import type { DisplayGlass, WallGlass } from '../../../shared/contract/glass.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { viewOf } from '../../../shared/rules/view.ts';
import { type Expectation, expectedOn, geometryOf } from './expectation.ts';
import { judge, SCENE_GRACE_MS, type Verdict } from './judge.ts';
import type { NewestFacts } from './newest-facts.ts';
import type { Seat } from './ports.ts';

export type Judged = { seat: Seat; expected: Expectation; verdict: Verdict };

/** Every seat with what the server makes of it: the same on every node, for all of it stands in the table, the world and the clock. */
export function judgeAll(seats: readonly Seat[], world: World, facts: NewestFacts, now: number): Judged[] {
  const expectations = new Map<string, Expectation>();
  return seats.map((seat) => {
    const expected = expectations.get(seat.wall) ?? expectedOn(world, seat.wall, now, SCENE_GRACE_MS);
    expectations.set(seat.wall, expected);
    const { classifications } = viewOf({ role: 'display', areas: null, audience: seat.audience });
    const evidence = {
      seat,
      expected,
      geometry: geometryOf(world, seat.wall),
      behindMs: ({ seq, kinds = [] }: { seq: number; kinds?: Parameters<NewestFacts['owedMs']>[0]['kinds'] | undefined }) =>
        facts.owedMs({ seq, kinds }, classifications, world, now),
    };
    return { seat, expected, verdict: judge(evidence, now) };
  });
}

/** A wall's displays as a desk sees them. */
export function wallGlass(wall: string, judged: readonly Judged[], now: number): WallGlass {
  const displays = judged.map(displayGlass);
  const [first] = judged;
  const skews = displays.flatMap(({ skewMs }) => (skewMs === null ? [] : [skewMs]));
  const showAt = first?.expected.showAt ?? null;
  return {
    at: now,
    wall,
    displays,
    switch:
      showAt === null || skews.length === 0
        ? null
        : {
            revision: first?.expected.now.direction ?? 0,
            showAt,
            spreadMs: Math.max(...skews) - Math.min(...skews),
            displays: skews.length,
          },
  };
}

function displayGlass({ seat, expected, verdict }: Judged): DisplayGlass {
  const { glass } = seat;
  const report = glass?.report ?? null;
  // Only of a switch that all of them made: who came later put it on the glass when it came.
  const switched = report !== null && expected.showAt !== null && report.direction === expected.now.direction ? report.switchedAt : null;
  return {
    display: seat.display,
    name: seat.name,
    position: seat.position,
    state: verdict.state,
    faults: verdict.faults,
    heardAt: glass?.heardAt ?? null,
    paintedAt: report?.paintedAt ?? null,
    expected: dueOn(report?.scene ?? null, expected),
    painted: report && { scene: report.scene, revision: report.sceneRevision, frames: report.frames },
    lateTiles: verdict.lateTiles,
    brokenTiles: report?.broken ?? [],
    skewMs: switched === null || expected.showAt === null ? null : switched - expected.showAt,
    preparedMs: report?.preparedMs ?? null,
    window: report?.window ?? null,
    node: glass?.connected ? glass.node : null,
  };
}

/** Of a page that may choose its scene, what it chose. */
function dueOn(painted: string | null, { now, ownChoice }: Expectation): DisplayGlass['expected'] {
  const chosen = painted === null ? null : (ownChoice?.(painted) ?? null);
  return painted !== null && chosen !== null ? { scene: painted, revision: chosen } : { scene: now.scene, revision: now.sceneRevision };
}
