import { act, cleanup, render, screen } from '@testing-library/react';
import type { ReactElement, ReactNode } from 'react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWords } from '../../../client/app/i18n.ts';
import { WallPicture } from '../../../client/scene/WallPicture.tsx';
import { pastOf, WallStage } from '../../../client/scene/WallStage.tsx';
import { createLinkStore } from '../../../client/stores/link-store.ts';
import { type Stores, StoresContext } from '../../../client/stores/stores-context.tsx';
import { createWorldStore } from '../../../client/stores/world-store.ts';
import { TILES } from '../../../client/tiles/registry.ts';
import type { WallDirected, WallFocused } from '../../../shared/contract/direction.ts';
import type { EntryData } from '../../../shared/contract/entry-data.ts';
import { Scene } from '../../../shared/contract/scene.ts';
import { BEFORE_FIRST, epochMs, seq } from '../../../shared/model/ids.ts';
import { snapshotOf } from '../../../shared/rules/fold.ts';
import { referenceWall } from '../../../shared/rules/reference-wall.ts';
import { NO_DIRECTION } from '../../visual/reference-wall.ts';
import { cameraEvent, fieldReport, given, NOW } from '../tiles/log.ts';

beforeAll(() => void createWords(TILES));
beforeEach(
  () =>
    void vi.useFakeTimers({ now: NOW, toFake: ['setTimeout', 'clearTimeout', 'Date', 'requestAnimationFrame', 'cancelAnimationFrame'] }),
);
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const WALL = 'wall-a';
type Told = Partial<Omit<WallDirected, 'revision'>> & { revision?: number };

/** A wall whose log grows: what a display hears, under a clock that a test moves. */
function centre() {
  const { world, log } = given();
  const store = createWorldStore({ schedule: (publish) => publish() });
  const link = createLinkStore();
  const hear = (): void => act(() => store.replace(snapshotOf(world)));
  const defined: EntryData['wall.defined'] = {
    name: 'Tường A',
    geometry: null,
    default: { scenes: ['standby'], dwellMs: 60_000 },
    schedule: [],
    dimming: [],
  };
  log('wall.defined', WALL, defined);
  hear();
  link.setState({ link: { kind: 'live', seq: world.seq, heardAt: epochMs(NOW) }, cursor: world.seq });
  const stores: Stores = { world: store, link, clock: { now: () => Date.now(), subscribe: () => () => undefined } };
  return {
    stores,
    log,
    hear,
    define(change: Partial<EntryData['wall.defined']>) {
      log('wall.defined', WALL, { ...defined, ...change });
      hear();
    },
    tell({ revision = 1, showAt = epochMs(Date.now()), ...rest }: Told) {
      log('wall.directed', WALL, { ...NO_DIRECTION, revision, showAt, ...rest });
      hear();
    },
    focus(change: Partial<WallFocused>) {
      log('wall.focused', WALL, { incident: null, cameras: [], reports: [], waiting: 0, acknowledged: false, ...change });
      hear();
    },
  };
}
const show = (stores: Stores, what: ReactElement) => render(<StoresContext value={stores}>{what}</StoresContext>);
const pass = (ms: number): void => act(() => void vi.advanceTimersByTime(ms));
const up = (): string | undefined => document.querySelector<HTMLElement>('.picture')?.dataset.scene;
const why = (): string => document.querySelector('.foot')?.textContent ?? '';
const override = (scene: string, forMs: number): WallDirected['override'] => ({
  scene,
  reason: null,
  since: epochMs(Date.now()),
  until: epochMs(Date.now() + forMs),
});

describe('SWITCH6 a scene is prepared unseen and shown at its moment', () => {
  it('the old one stays until then; then all of the new stands there at once, its map too', () => {
    const { stores, tell } = centre();
    show(stores, <WallPicture wall={WALL} position={null} />);
    expect(up()).toBe('standby');
    const left = document.querySelector('[data-tile="map"]');
    expect(left).not.toBeNull();

    tell({ showAt: epochMs(NOW + 600), override: override('traffic', 60_000) });
    expect(up()).toBe('standby');
    const waiting = [...document.querySelectorAll('.picture__coming')];
    expect(waiting.length).toBeGreaterThan(2);
    const map = document.querySelector('.picture__coming[data-tile="map"]');
    expect(map).not.toBeNull();
    expect(left?.isConnected).toBe(true);

    pass(599);
    expect(up()).toBe('standby');
    pass(1);
    expect(up()).toBe('traffic');
    expect(document.querySelectorAll('.picture__coming')).toHaveLength(0);
    // What was made ready is what stands there now.
    expect(waiting.every((element) => element.isConnected && element.className === 'wall__place')).toBe(true);
    expect([...document.querySelectorAll('[data-tile="map"]')]).toEqual([map]);
  });

  it('an override takes itself back, and what follows it is ready before', () => {
    const { stores, tell } = centre();
    show(stores, <WallPicture wall={WALL} position={null} />);
    tell({ override: override('traffic', 60_000) });
    expect(up()).toBe('traffic');
    expect(why()).toContain('Kíp trực chọn, đến 14:06');
    pass(58_500);
    expect(document.querySelector('.picture__coming')).not.toBeNull();
    expect(up()).toBe('traffic');
    pass(1500);
    expect(up()).toBe('standby');
    expect(why()).toContain('Kịch bản mặc định');
  });

  it('one that is opened afterwards is right at once; one that is opened in between shows nothing before the moment', () => {
    const { stores, tell } = centre();
    tell({ showAt: epochMs(NOW + 600), override: override('traffic', 60_000) });
    show(stores, <WallPicture wall={WALL} position={null} />);
    expect(up()).toBe('');
    pass(600);
    expect(up()).toBe('traffic');
    cleanup();
    show(stores, <WallPicture wall={WALL} position={null} />);
    expect(up()).toBe('traffic');
  });
});

describe('REPLAY15 a past that has not come', () => {
  it('is framed and said to be on its way, with nothing of the present and no scene in the frame, and no report of it', () => {
    const { stores, tell } = centre();
    const past = centre().stores;
    const coming: Stores = { ...past, world: createWorldStore({ schedule: (publish) => publish() }), link: createLinkStore() };
    coming.link.setState({ link: { kind: 'connecting', since: epochMs(NOW) }, cursor: BEFORE_FIRST });
    const painted = vi.fn();
    const inIt = (_: unknown, children: ReactNode) => <StoresContext value={coming}>{children}</StoresContext>;
    show(stores, <WallStage wall={WALL} position={null} past={inIt} onPainted={painted} />);
    expect(document.querySelectorAll('.wall__place').length).toBeGreaterThan(0);
    painted.mockClear();
    tell({ replay: { from: epochMs(NOW - 60_000), to: null, since: epochMs(NOW), speed: 0, name: null } });
    pass(500);
    expect(document.querySelector('[data-past="replay"]')).not.toBeNull();
    expect(screen.getByText('Đang tải diễn biến của thời điểm này…')).toBeDefined();
    expect([document.querySelectorAll('.wall__place').length, up(), painted.mock.calls.length]).toEqual([0, '', 0]);
    // It has come: what was then, and no word of waiting.
    act(() => {
      coming.world.replace(snapshotOf(past.world.world()));
      coming.link.setState({ link: { kind: 'replaying', at: epochMs(NOW - 60_000) }, cursor: past.world.world().seq });
    });
    expect(screen.queryByText('Đang tải diễn biến của thời điểm này…')).toBeNull();
    expect(up()).toBe('standby');
  });
});

describe('SWITCH7 the past is shown in a frame', () => {
  const order = { from: epochMs(NOW - 3_600_000), to: null, since: epochMs(NOW), speed: 10, name: 'Mưa lớn đêm 22' };
  it('XEM LẠI with its moment, out of the stores of then; live again without a trace of it', () => {
    const { stores, tell } = centre();
    const past = vi.fn((_order: unknown, children: React.ReactNode) => (
      <StoresContext value={{ ...stores, clock: { ...stores.clock, now: () => order.from } }}>{children}</StoresContext>
    ));
    show(stores, <WallStage wall={WALL} position={null} past={past} />);
    tell({ replay: order });
    expect(past.mock.lastCall?.[0]).toEqual(order);
    expect(document.querySelector('[data-past="replay"]')).not.toBeNull();
    expect(document.querySelector('.band--past')?.textContent).toContain('XEM LẠI13:05:32, Thứ Hai, 23/11/2026');
    expect(screen.getByText('Mưa lớn đêm 22')).toBeTruthy();
    tell({ revision: 2 });
    expect(document.querySelector('[data-past]')).toBeNull();
  });

  it('a frozen picture is one that stands, and says so', () => {
    const { stores, tell } = centre();
    show(stores, <WallStage wall={WALL} position={null} past={(_order, children) => children} />);
    tell({ frozenAt: epochMs(NOW) });
    expect(document.querySelector('.band--freeze')?.textContent).toContain('DỪNG HÌNH14:05:32');
  });

  it('an emergency that is called while the past is looked at is shown', () => {
    const emergency = { scene: 'storm', reason: 'Vỡ đê', since: epochMs(NOW + 5) };
    const direction = { ...NO_DIRECTION, showAt: epochMs(NOW), replay: order };
    expect(pastOf(direction)?.kind).toBe('replay');
    expect(pastOf({ ...direction, emergency })).toBeNull();
    expect(pastOf({ ...direction, emergency: { ...emergency, since: epochMs(NOW - 5) } })?.kind).toBe('replay');
    expect(pastOf({ ...direction, replay: null, frozenAt: epochMs(NOW), emergency })).toBeNull();
  });
});

describe('SWITCH8 the focus zone', () => {
  it('brings a severe event with its place, cameras and reports; a pin waits until somebody has it; then the room is given back', () => {
    const { stores, log, focus, tell } = centre();
    log('camera.registered', 'cam-1', { name: 'Cầu Rào', at: [106.68, 20.86], directionDeg: 0, owner: '' });
    log('camera.registered', 'cam-2', { name: 'Cầu An Dương', at: [106.6801, 20.8601], directionDeg: 0, owner: '' });
    log('camera-event.observed', 'e', cameraEvent({ severity: 'critical', type: 'accident' }));
    log('field-report.recorded', 'r', fieldReport({ summary: 'Xe tải đâm vào lan can' }));
    show(stores, <WallPicture wall={WALL} position={null} />);
    const zone = (): string | null => document.querySelector('.picture__focus')?.textContent ?? null;
    expect(zone()).toBeNull();

    const incident = { kind: 'camera-event.observed' as const, id: 'e', since: epochMs(NOW) };
    focus({ incident, cameras: ['cam-2'], reports: ['r'], waiting: 2 });
    for (const said of [
      'Tai nạn giao thông',
      'Cầu Rào',
      'Cầu An Dương',
      'Xe tải đâm vào lan can',
      'còn 2 việc chờ',
      'chưa có người tiếp nhận',
      'cách đây 5 phút',
    ])
      expect(zone()).toContain(said);

    const pin = { target: { kind: 'camera' as const, id: 'cam-2' }, since: epochMs(NOW), until: epochMs(NOW + 60_000) };
    tell({ pin });
    expect(zone()).toContain('Tai nạn giao thông');
    focus({ incident, acknowledged: true });
    expect(zone()).toContain('camera được ghim');
    pass(60_000);
    expect(zone()).toContain('đã có người tiếp nhận');
    focus({});
    expect(zone()).toBeNull();
  });

  it('of an event that this display may not see nothing is said', () => {
    const { stores, focus } = centre();
    show(stores, <WallPicture wall={WALL} position={null} />);
    focus({ incident: { kind: 'camera-event.observed', id: 'secret', since: epochMs(NOW) } });
    expect(document.querySelector('.picture__focus')).toBeNull();
  });
});

describe('SWITCH9 what a direction brings besides', () => {
  it('a banner until it ends, a tile over the whole wall, an emergency in full light', () => {
    const { stores, tell, define } = centre();
    define({ dimming: [{ from: '00:00', to: '23:59', level: 0.5, night: true }] });
    show(stores, <WallPicture wall={WALL} position={null} />);
    expect(document.querySelector('.picture__dim')).not.toBeNull();
    expect(document.querySelector('.picture[data-night]')).not.toBeNull();
    const banner = { text: 'Họp lúc 15:00', severity: 'low' as const, since: epochMs(NOW), until: epochMs(NOW + 30_000) };
    tell({ banner, fullTile: 'camera-events' });
    expect(screen.getByText('Họp lúc 15:00')).toBeTruthy();
    expect([...document.querySelectorAll<HTMLElement>('.wall__place')].map(({ dataset }) => dataset.tile)).toEqual(['camera-events']);
    pass(30_000);
    expect(screen.queryByText('Họp lúc 15:00')).toBeNull();
    tell({ revision: 2, emergency: { scene: 'storm', reason: 'Vỡ đê tại Kiến Thụy', since: epochMs(Date.now()) } });
    expect(up()).toBe('storm');
    expect(why()).toContain('Khẩn cấp: Vỡ đê tại Kiến Thụy');
    expect(document.querySelector('.picture__dim')).toBeNull();
  });

  it('a scene that nobody knows is named, and the standby scene stands there', () => {
    const { stores, tell } = centre();
    show(stores, <WallPicture wall={WALL} position={null} />);
    tell({ override: override('no-such-scene', 60_000) });
    expect(up()).toBe('standby');
    expect(why()).toContain('Không có kịch bản “no-such-scene”, đang hiển thị Thường trực');
  });

  it('a scene that is published stands there in its new form', () => {
    const { stores, log, hear } = centre();
    show(stores, <WallPicture wall={WALL} position={null} />);
    const tiles = [{ id: 'only', tile: 'clock', x: 0, y: 0, w: 24, h: 26, props: {} }];
    const scene = Scene.parse({ id: 'standby', name: 'Thường trực', columns: 24, rows: 26, tiles });
    log('scene.published', 'standby', { scene, revision: 1, note: null });
    hear();
    expect([...document.querySelectorAll<HTMLElement>('.wall__place')].map(({ dataset }) => dataset.tile)).toEqual(['only']);
  });
});

describe('CANVAS5 a wall that is not set up, and a display that does not belong to it', () => {
  it('shows what its address asks for, without a word of why', () => {
    const { stores } = centre();
    show(stores, <WallPicture wall="nobody-set-it-up" position="1" scene="storm" />);
    expect(up()).toBe('storm');
    expect(why()).toBe('');
  });

  it('an address has no say on a wall that is set up', () => {
    const { stores } = centre();
    show(stores, <WallPicture wall={WALL} position="1" scene="storm" />);
    expect(up()).toBe('standby');
  });

  it('a place that the wall does not have is said, and the whole wall stands there small', () => {
    const { stores, define } = centre();
    define({ geometry: referenceWall(3, 1) });
    show(stores, <WallPicture wall={WALL} position="7" />);
    expect(screen.getByText(/Vị trí “7” chưa có trong cấu hình/)).toBeTruthy();
    const tiles = (): number => document.querySelectorAll('.wall__place').length;
    const all = tiles();
    cleanup();
    show(stores, <WallPicture wall={WALL} position="3" />);
    expect(screen.queryByText(/Vị trí/)).toBeNull();
    expect(tiles()).toBeLessThan(all);
  });
});

describe('SWITCH4 a page that has heard nothing yet', () => {
  it('shows no scene that may not be its own, and the standby scene when the server stays away', () => {
    const { stores } = centre();
    stores.link.setState({ link: { kind: 'connecting', since: epochMs(NOW) }, cursor: BEFORE_FIRST });
    show(stores, <WallStage wall={WALL} position={null} past={null} />);
    expect(up()).toBeUndefined();
    pass(3000);
    expect(up()).toBe('standby');
    cleanup();
    show(stores, <WallStage wall={WALL} position={null} past={null} />);
    act(() => stores.link.setState({ link: { kind: 'live', seq: seq(1), heardAt: epochMs(NOW) }, cursor: seq(1) }));
    expect(up()).toBe('standby');
  });
});
