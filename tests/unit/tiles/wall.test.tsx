import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createWords } from '../../../client/app/i18n.ts';
import { Wall } from '../../../client/screens/wall/Wall.tsx';
import { createLinkStore } from '../../../client/stores/link-store.ts';
import { type Stores, StoresContext } from '../../../client/stores/stores-context.tsx';
import { createWorldStore } from '../../../client/stores/world-store.ts';
import { TILES } from '../../../client/tiles/registry.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { Scene } from '../../../shared/contract/scene.ts';
import { epochMs, seq } from '../../../shared/model/ids.ts';
import { snapshotOf, type World } from '../../../shared/rules/fold.ts';
import { viewOf } from '../../../shared/rules/view.ts';
import { cameraEvent, given, NOW } from './log.ts';

beforeAll(() => void createWords(TILES));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const sceneOf = (...names: string[]): Scene =>
  Scene.parse({
    id: 'test',
    name: 'Thử',
    columns: 24,
    rows: names.length,
    tiles: names.map((tile, y) => ({ id: `t-${tile}`, tile, x: 0, y, w: 24, h: 1, props: {} })),
  });

function stage(world: World): Stores {
  const store = createWorldStore({ schedule: (publish) => publish() });
  store.replace(snapshotOf(world));
  const link = createLinkStore();
  link.setState({ link: { kind: 'live', seq: world.seq, heardAt: epochMs(NOW) }, cursor: world.seq });
  return { world: store, link, clock: { now: () => NOW, subscribe: () => () => undefined } };
}
/** A scene stands on a wall once it is published. */
const publish = (world: World, scene: Scene): void => {
  const entry = { kind: 'scene.published', id: scene.id, data: { scene, revision: 1, note: null }, seq: seq(1) };
  world.slots['scene.published'].set(scene.id, entry as unknown as Entry<'scene.published'>);
};
const show = (stores: Stores, scene: Scene) => {
  publish(stores.world.world(), scene);
  return render(
    <StoresContext value={stores}>
      <Wall wall={null} position={null} scene={scene.id} />
    </StoresContext>,
  );
};
const stateOf = (name: string): string | undefined => screen.getByRole('region', { name }).dataset.state;

describe('AUD4 a tile that is empty because of who is in the room', () => {
  it('says so, where it else says that nothing came', () => {
    const stores = stage(given().world);
    const scene = sceneOf('camera-events', 'field-reports', 'indicators');
    show(stores, scene);
    expect(screen.queryAllByText(/cho người đang xem/)).toHaveLength(0);
    const visitors = viewOf({ role: 'display', areas: null, audience: 'visitors' });
    act(() => stores.link.setState({ view: visitors }));
    expect(screen.getAllByText(/cho người đang xem/)).toHaveLength(3);
  });
});

describe('WALL2 a scene that does not fit this build', () => {
  it('is said when nobody knows it, and the standby scene stands there', () => {
    const stores = stage(given().world);
    render(
      <StoresContext value={stores}>
        <Wall wall={null} position={null} scene="no-such-scene" />
      </StoresContext>,
    );
    expect(screen.getByText(/Không có kịch bản “no-such-scene”/)).toBeTruthy();
    expect(stateOf('Phản ánh hiện trường')).toBe('empty');
  });
  it('names the tile that it does not know, and draws the others', () => {
    show(stage(given().world), sceneOf('no-such-tile', 'camera-events'));
    expect(screen.getByText('Không có ô nào tên là “no-such-tile”.')).toBeTruthy();
    expect(stateOf('Sự kiện camera')).toBe('empty');
  });
  it('says which property of a tile is wrong', () => {
    const scene = sceneOf('indicators');
    show(stage(given().world), { ...scene, tiles: scene.tiles.map((tile) => ({ ...tile, props: { columns: 0 } })) });
    expect(screen.getByRole('alert').textContent).toContain('columns');
  });
  it('one broken tile says what broke, the others live', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const stores = stage(given().world);
    const broken = {
      ...stores,
      world: {
        ...stores.world,
        world: () =>
          ({
            ...stores.world.world(),
            get history(): never {
              throw new Error('sổ hỏng');
            },
          }) as unknown as World,
      },
    };
    const { world, log } = given();
    log('indicator.defined', 'A', {
      name: 'A',
      unit: '',
      domain: 'health',
      period: 'day',
      direction: 'up',
      decimals: 0,
      target: null,
      thresholds: { medium: null, high: null, critical: null },
      expectedIntervalMs: 1000,
      toleranceMs: 0,
      owner: '',
    });
    log('indicator.valued', 'A@x', { code: 'A', value: 1, asOf: epochMs(NOW), quality: 'good' });
    stores.world.replace(snapshotOf(world));
    show(broken, sceneOf('indicators', 'field-reports'));
    expect(screen.getByRole('alert').textContent).toContain('sổ hỏng');
    expect(stateOf('Phản ánh hiện trường')).toBe('empty');
  });
});

describe('LINK3 a lost link', () => {
  it('ages every tile that has data, keeps its values, and says since when', () => {
    const { world, log } = given();
    log('camera-event.observed', 'e', cameraEvent());
    const stores = stage(world);
    show(stores, sceneOf('camera-events', 'clock'));
    expect(stateOf('Sự kiện camera')).toBe('live');
    act(() =>
      stores.link.setState({
        link: { kind: 'down', since: epochMs(NOW), lastSeq: seq(1), lastHeardAt: epochMs(NOW - 43_000), attempt: 4 },
      }),
    );
    expect(stateOf('Sự kiện camera')).toBe('stale');
    expect(screen.getByText('Ngập nước')).toBeTruthy();
    expect(screen.getByRole('alert').textContent).toContain('cách đây 43 giây');
    expect(stateOf('Đồng hồ')).toBe('live');
    act(() => stores.link.setState({ link: { kind: 'live', seq: seq(1), heardAt: epochMs(NOW) } }));
    expect(stateOf('Sự kiện camera')).toBe('live');
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('DRILL8 a drill', () => {
  it('stands on the screen as long as anything of it does', () => {
    const { world, log } = given();
    log('camera-event.observed', 'e', cameraEvent(), { drill: true });
    const stores = stage(world);
    show(stores, sceneOf('camera-events'));
    expect(screen.getByText('DIỄN TẬP')).toBeTruthy();
    const { world: after } = given();
    publish(after, sceneOf('camera-events'));
    act(() => stores.world.replace(snapshotOf(after)));
    expect(screen.queryByText('DIỄN TẬP')).toBeNull();
  });
});
