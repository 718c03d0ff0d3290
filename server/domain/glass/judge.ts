import { PREPARE_MS } from '../../../shared/contract/direction.ts';
import type { GlassFault, GlassState } from '../../../shared/contract/glass.ts';
import type { WallGeometry } from '../../../shared/contract/wall.ts';
import { partOf } from '../../../shared/rules/wall-canvas.ts';
import { displayState } from '../displays/sign-of-life.ts';
import { type Expectation, regionOf, type Showing } from './expectation.ts';
import type { PaintedReport, Seat } from './ports.ts';
import { signOf } from './sign.ts';

/** How long a display may go on with what it showed before: it prepares, then changes over, then reports within a second. */
export const SCENE_GRACE_MS = PREPARE_MS + 2_000;
const FROZEN_MS = 3_000;
/** A page that has just come needs so long for its first paint. */
const FIRST_PAINT_MS = 10_000;
export const LATE_TILE_MS = 5_000;
const CLOCK_MS = 250;
const ASPECT_SHARE = 0.02;
const DETAIL_MAX = 300;

export type Verdict = {
  state: GlassState;
  /** In the order of `GLASS_FAULTS`. */
  faults: GlassFault[];
  lateTiles: { tile: string; behindMs: number }[];
  /** What was found, in figures and ids; null: nothing is wrong. */
  detail: string | null;
};

export type Evidence = {
  seat: Seat;
  expected: Expectation;
  geometry: WallGeometry | null;
  /** How long a tile has owed its display something newer than it claims; 0: it owes nothing. */
  behindMs: (tile: PaintedReport['tiles'][number]) => number;
};

/** What the server makes of a display: pure, from what it was heard to say, what it should show, and the server's clock. */
export function judge({ seat, expected, geometry, behindMs }: Evidence, now: number): Verdict {
  const { glass } = seat;
  const sign = signOf(seat.seenAt, glass, now);
  const state = displayState(sign, now);
  if (state !== 'online' || glass === null) return { state, faults: [], lateTiles: [], detail: null };

  const faults: GlassFault[] = [];
  const words: string[] = [];
  const found = (fault: GlassFault, detail: string): void => {
    faults.push(fault);
    words.push(detail);
  };
  const { report } = glass;
  const standing = standingFor(glass, sign.isConnected, now);
  if (standing !== null) found('frozen', `frames ${report?.frames ?? 0} +${seconds(standing)}`);
  if (report === null) return verdict([]);

  const heardAt = glass.heardAt ?? glass.connectedAt;
  if (isOtherScene(report, expected, now, Math.min(heardAt, now) - glass.connectedAt))
    found('wrong-scene', `${shownBy(report)} ≠ ${nameOf(expected.now)}`);
  // A picture of the past claims nothing of the present, and one that stands still is told once.
  const judgesTiles = report.replaying === null && !expected.now.past && !faults.includes('frozen');
  const lateTiles = judgesTiles
    ? report.tiles.map((tile) => ({ tile: tile.tile, behindMs: behindMs(tile) })).filter((tile) => tile.behindMs > LATE_TILE_MS)
    : [];
  if (lateTiles.length > 0) found('late-tiles', lateTiles.map(({ tile, behindMs: ms }) => `${tile} −${seconds(ms)}`).join(', '));
  if (report.broken.length > 0) found('broken-tiles', report.broken.join(', '));
  if (glass.lagMs !== null && Math.abs(glass.lagMs) > CLOCK_MS) found('clock', `${glass.lagMs > 0 ? '−' : '+'}${Math.abs(glass.lagMs)} ms`);
  const size = wrongSize(report, geometry, seat.position);
  if (size) found('wrong-size', size);
  return verdict(lateTiles);

  function verdict(late: Verdict['lateTiles']): Verdict {
    const detail = words.length === 0 ? null : words.join(' · ').normalize('NFC');
    return {
      state,
      faults,
      lateTiles: late,
      detail: detail && (detail.length > DETAIL_MAX ? `${detail.slice(0, DETAIL_MAX - 1)}…` : detail),
    };
  }
}

/**
 * Since how many milliseconds the picture stands still while the display is there; null: it moves. Reports come from inside a frame: a
 * connection that stands without them is a compositor that stands.
 */
function standingFor({ connectedAt, heardAt, framesAt }: NonNullable<Seat['glass']>, isConnected: boolean, now: number): number | null {
  if (!isConnected) return null;
  const moved = Math.min(heardAt ?? 0, framesAt ?? 0);
  if (moved < connectedAt) return now - connectedAt > FIRST_PAINT_MS ? now - connectedAt : null;
  return now - moved > FROZEN_MS ? now - moved : null;
}

/** `shownMs`: for how long the page could have changed over since it came. */
function isOtherScene(
  report: PaintedReport,
  { now: due, before, decidedAt, ownChoice }: Expectation,
  now: number,
  shownMs: number,
): boolean {
  if (shownMs < SCENE_GRACE_MS || (decidedAt !== null && now - decidedAt < SCENE_GRACE_MS)) return false;
  const chosen = ownChoice?.(report.scene) ?? null;
  const asked = chosen === null ? [] : [{ ...due, scene: report.scene, sceneRevision: chosen }];
  return ![due, before, ...asked].some(
    (showing) =>
      report.scene === showing.scene &&
      report.sceneRevision === showing.sceneRevision &&
      report.direction === showing.direction &&
      (report.replaying !== null) === showing.past,
  );
}

const shownBy = (report: PaintedReport): string => nameOf({ ...report, past: report.replaying !== null });
const nameOf = ({ scene, sceneRevision, direction, past }: Showing): string => `${scene}/${sceneRevision}#${direction}${past ? ' ⏪' : ''}`;
const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

function wrongSize({ window: { width, height } }: PaintedReport, geometry: WallGeometry | null, position: string): string | null {
  if (width === 0 || height === 0) return `${width}×${height}`;
  if (geometry === null) return null;
  const region = regionOf(geometry, position);
  if (!region) return `${position}?`;
  const { w, h } = partOf(geometry, region);
  return Math.abs(width / height / (w / h) - 1) > ASPECT_SHARE ? `${width}×${height} ≠ ${Math.round(w)}×${Math.round(h)}` : null;
}
