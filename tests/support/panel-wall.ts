import type { WallOrder } from '../../shared/contract/direction.ts';
import type { DisplayGlass, WallGlass } from '../../shared/contract/glass.ts';
import type { Scene } from '../../shared/contract/scene.ts';
import type { WallDefined } from '../../shared/contract/wall.ts';

/** A wall of several displays, as an operator sets it up and runs it over HTTP. */

type Panels = { columns: number; rows: number; scene: string; gapMm?: number };

/** A display on each panel of 1920 × 1080 (1.6 px to the millimetre), `D1`, `D2`… row by row; `scene` is up when nobody says otherwise. */
export const panelWall = ({ columns, rows, scene, gapMm = 4 }: Panels): WallDefined => ({
  name: 'Tường thử',
  geometry: {
    panels: { columns, rows, widthPx: 1920, heightPx: 1080, widthMm: 1200, heightMm: 675, gapXMm: gapMm, gapYMm: gapMm },
    farthestSeatM: 6,
    displays: Array.from({ length: columns * rows }, (_, i) => ({
      position: `D${i + 1}`,
      column: i % columns,
      row: Math.floor(i / columns),
      columns: 1,
      rows: 1,
    })),
  },
  default: { scenes: [scene], dwellMs: 60_000 },
  schedule: [],
  dimming: [],
});

export type WallDesk = {
  define(wanted: WallDefined): Promise<void>;
  /** The first publication of a scene. */
  publish(scene: Scene): Promise<void>;
  /** Shows a scene for an hour; the moment that was agreed on. */
  show(scene: string): Promise<number>;
  /** Every display by its position, as the server judges it. @throws Error when the server does not answer for them. */
  glass(): Promise<Map<string, DisplayGlass>>;
  /** Asks a display for a picture of itself: what waits for it, null while there is none. */
  capture(position: string): Promise<() => Promise<Uint8Array | null>>;
};

/** A desk of one wall; `cookie` is that of a person who may define and direct it, and holds over restarts of the server. */
export function deskOf({ url }: { url: string }, cookie: string, wall: string): WallDesk {
  const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const answer = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', cookie, origin: url },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answer;
  };
  const must = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await ask(method, path, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 500)}`);
    return text === '' ? null : JSON.parse(text);
  };
  return {
    async define(wanted) {
      await must('PUT', `/walls/v1/${wall}`, wanted);
    },
    async publish(scene) {
      await must('POST', `/scenes/v1/${scene.id}`, { scene, basedOn: 0 });
    },
    async show(scene) {
      const order: WallOrder = { order: 'show', scene, forMs: 3_600_000, reason: null };
      return ((await must('POST', `/walls/v1/${wall}/direction`, order)) as { direction: { showAt: number } }).direction.showAt;
    },
    async glass() {
      const { displays } = (await must('GET', `/walls/v1/${wall}/glass`)) as WallGlass;
      return new Map(displays.map((display) => [display.position, display]));
    },
    async capture(position) {
      const path = `/walls/v1/${wall}/displays/${position}/command`;
      const { capture } = (await must('POST', path, { command: 'capture' })) as { capture: string };
      return async () => {
        const answer = await ask('GET', `/walls/v1/${wall}/captures/${capture}`);
        return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
      };
    },
  };
}
