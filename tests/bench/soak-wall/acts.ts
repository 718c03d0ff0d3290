import type { WallDirected, WallFocused } from '../../../shared/contract/direction.ts';
import type { NewEntry } from '../../../shared/contract/entry.ts';
import type { Scene } from '../../../shared/contract/scene.ts';
import type { WallDefined } from '../../../shared/contract/wall.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { readyScene } from '../../../shared/rules/ready-scenes.ts';
import { CYCLE_S } from './protocol.ts';
import { type Cast, entry } from './script.ts';

/** What people and the node do to a wall in each cycle, at the same seconds of it: scenes turn every half minute meanwhile. */

export const WALL = 'soak';
const DWELL_MS = 30_000;
const PREPARE_MS = 600;
/** Three of them without a map. The first is what a cycle begins with; what is up at its end has a map. */
const TURNS = ['standby', 'storm', 'words', 'traffic', 'visitors', 'security', 'field-reports', 'figures', 'domain-health', 'briefing'];
if (TURNS.length * DWELL_MS !== CYCLE_S * 1000) throw new Error('the turns of all scenes are not one cycle');

export function actsIn(second: number, now: number, cast: Cast): NewEntry[] {
  const cycle = Math.floor(second / CYCLE_S);
  const at = second % CYCLE_S;
  const acts: NewEntry[] = [];
  const direction = DIRECTIONS.findIndex((one) => one.at === at);
  const found = DIRECTIONS[direction];
  if (found) {
    const told = { ...NOTHING, ...found.order(now + PREPARE_MS, cast), revision: cycle * DIRECTIONS.length + direction + 1 };
    acts.push(entry(cast, 'wall.directed', WALL, now, null, { ...told, showAt: epochMs(now + PREPARE_MS) }));
  }
  if (at === 30) acts.push(entry(cast, 'wall.defined', WALL, now, null, { ...DEFINITION, dimming: [NIGHT] }));
  if (at === 50) acts.push(entry(cast, 'wall.defined', WALL, now, null, DEFINITION));
  // Published while it is up, and while it is not.
  if (at === 75) acts.push(published(wordsScene(cycle), cycle + 2, now, cast));
  if (at === 280) acts.push(published(ready('standby'), cycle + 1, now, cast));
  if (at === 130 || at === 160)
    acts.push(
      entry(cast, 'source.state', cast.source, now, null, {
        state: at === 130 ? 'silent' : 'online',
        since: epochMs(now),
        reason: null,
      }),
    );
  return [...acts, ...focusIn(cycle, at, now, cast)];
}

/** What a wall knows before its first second. */
export const standingAt = (now: number, cast: Cast): NewEntry[] => [
  entry(cast, 'wall.defined', WALL, now, null, DEFINITION),
  published(wordsScene(0), 1, now, cast),
  published(FIGURES, 1, now, cast),
];

const DEFINITION: WallDefined = {
  name: 'Tường đo',
  geometry: null,
  default: { scenes: TURNS, dwellMs: DWELL_MS },
  schedule: [],
  dimming: [],
};
const NIGHT = { from: '00:00', to: '23:59', level: 0.6, night: true };

const NOTHING: Omit<WallDirected, 'revision' | 'showAt'> = {
  emergency: null,
  override: null,
  banner: null,
  pin: null,
  fullTile: null,
  frozenAt: null,
  replay: null,
};

type Direction = { at: number; order: (showAt: number, cast: Cast) => Partial<WallDirected> };
const after = (showAt: number, seconds: number) => epochMs(showAt + seconds * 1000);
const DIRECTIONS: readonly Direction[] = [
  {
    at: 40,
    order: (t) => ({
      banner: { text: 'Đề nghị các phường ven sông trực 24/24', severity: 'high', since: epochMs(t), until: after(t, 25) },
    }),
  },
  {
    at: 100,
    order: (t, { cameras }) => ({
      pin: { target: { kind: 'camera', id: cameras[7]?.id ?? '' }, since: epochMs(t), until: after(t, 15) },
    }),
  },
  { at: 155, order: () => ({ fullTile: 'camera-events' }) },
  { at: 168, order: () => ({}) },
  {
    at: 190,
    order: (t) => ({ override: { scene: 'domain-traffic', reason: 'Ùn tắc kéo dài', since: epochMs(t), until: after(t, 12) } }),
  },
  { at: 220, order: (t) => ({ emergency: { scene: 'storm', reason: 'Nước lên nhanh', since: epochMs(t) } }) },
  { at: 232, order: () => ({}) },
  { at: 245, order: (t) => ({ frozenAt: epochMs(t) }) },
  { at: 255, order: () => ({}) },
  { at: 258, order: (t) => ({ replay: { from: after(t, -1800), to: null, since: epochMs(t), speed: 10, name: null } }) },
  { at: 268, order: () => ({}) },
];

/** A critical event takes the zone, somebody has it, it ends; then a second one. */
function focusIn(cycle: number, at: number, now: number, cast: Cast): NewEntry[] {
  const found = [62, 185].findIndex((begin) => at >= begin && at <= begin + 50);
  if (found < 0) return [];
  const begin = [62, 185][found] as number;
  const camera = cast.cameras[(2 * cycle + found) % cast.cameras.length];
  if (!camera) throw new Error('no cameras');
  const id = `grave-${cycle}-${found}`;
  const isOver = at === begin + 50;
  const focused = (change: Partial<WallFocused>): NewEntry =>
    entry(cast, 'wall.focused', WALL, now, null, {
      incident: { kind: 'camera-event.observed', id, since: epochMs(now), severity: 'critical' },
      cameras: cast.cameras.slice(0, 4).map((one) => one.id),
      reports: [],
      waiting: 1,
      acknowledged: false,
      ...change,
    });
  if (at === begin || isOver)
    return [
      entry(cast, 'camera-event.observed', id, now, camera.area, {
        cameraId: camera.id,
        type: 'flood',
        severity: 'critical',
        phase: isOver ? 'end' : 'new',
        startedAt: epochMs(now - (at - begin) * 1000),
        endedAt: isOver ? epochMs(now) : null,
        at: camera.at,
        label: null,
        score: 0.9,
        zones: [],
        plate: null,
        speedKmh: null,
        evidence: null,
      }),
      focused(isOver ? { incident: null, cameras: [], waiting: 0 } : {}),
    ];
  return at === begin + 25 ? [focused({ acknowledged: true })] : [];
}

const published = (scene: Scene, revision: number, now: number, cast: Cast): NewEntry =>
  entry(cast, 'scene.published', scene.id, now, null, { scene, revision, note: null });

function ready(id: string): Scene {
  const scene = readyScene(id, 1);
  if (!scene) throw new Error(`${id} does not stand ready`);
  return scene;
}

const tile = (kind: string, [x, y, w, h]: [number, number, number, number], props: Record<string, unknown> = {}) => ({
  id: kind,
  tile: kind,
  x,
  y,
  w,
  h,
  props,
});
const wordsScene = (cycle: number): Scene => ({
  id: 'words',
  name: 'Thông báo',
  columns: 24,
  rows: 26,
  tiles: [
    tile('clock', [0, 0, 24, 2]),
    tile('notice', [0, 2, 14, 23], { title: 'Thông báo', text: `Họp giao ban lần ${cycle % 10} lúc 7 giờ 30`, size: 'fit' }),
    tile('field-reports', [14, 2, 10, 23]),
    tile('ticker', [0, 25, 24, 1], { columns: 3, max: 12 }),
  ],
  focus: { x: 14, y: 11, w: 10, h: 14 },
});
const FIGURES: Scene = {
  id: 'figures',
  name: 'Số liệu',
  columns: 24,
  rows: 26,
  tiles: [
    tile('clock', [0, 0, 24, 2]),
    tile('indicators', [0, 2, 14, 23], { columns: 3 }),
    tile('status', [14, 2, 10, 9]),
    tile('camera-events', [14, 11, 10, 15]),
  ],
};
