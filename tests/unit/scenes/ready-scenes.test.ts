import { describe, expect, test } from 'vitest';
import vi from '../../../client/app/messages/vi.json' with { type: 'json' };
import { propFaults } from '../../../client/screens/scenes/scene-file.ts';
import { tileNamed } from '../../../client/tiles/registry.ts';
import { Scene } from '../../../shared/contract/scene.ts';
import { CAMERA_EVENT_TYPES, DOMAINS } from '../../../shared/model/vocabulary.ts';
import { READY_SCENES, readyScene } from '../../../shared/rules/ready-scenes.ts';

const every = READY_SCENES.flatMap(({ id }) => ([1, 3] as const).map((groups) => ({ id, groups })));
const the = (id: string, groups: number): Scene => {
  const scene = readyScene(id, groups);
  if (!scene) throw new Error(`no ready scene ${id}`);
  return scene;
};

describe('SCENE1 what stands ready', () => {
  test('SCENE1 has the occasions of a control room and a scene for each domain of HP-14.3, each id once', () => {
    const ids = READY_SCENES.map(({ id }) => id);
    const occasions = ['standby', 'storm', 'traffic', 'security', 'field-reports', 'briefing', 'visitors'];
    expect(ids).toEqual([...occasions, ...DOMAINS.map((domain) => `domain-${domain}`)]);
    expect(readyScene('nothing', 1)).toBeNull();
  });

  test('SCENE1 a domain’s scene is called what the vocabulary calls the domain, and shows its indicators first', () => {
    for (const domain of DOMAINS) {
      const scene = the(`domain-${domain}`, 1);
      expect(scene.name).toBe(vi.vocabulary.domain[domain]);
      expect(scene.tiles.find(({ tile }) => tile === 'indicators')?.props).toMatchObject({ domains: [domain] });
    }
  });

  test.each(every)(
    'SCENE1 $id for $groups: whole by the schema, no hole, no overlap, every setting taken by its tile',
    ({ id, groups }) => {
      const scene = the(id, groups);
      expect(Scene.safeParse(JSON.parse(JSON.stringify(scene))).success).toBe(true);
      expect([scene.columns, scene.rows]).toEqual([24 * groups, 26]);
      expect(scene.tiles.reduce((sum, { w, h }) => sum + w * h, 0)).toBe(scene.columns * scene.rows);
      expect(propFaults(scene)).toEqual([]);
      expect(the(id, groups)).toBe(scene);
      // The clock has every scene's first rows, the news the last one, but before guests.
      expect(scene.tiles.filter(({ tile }) => tile === 'clock')).toHaveLength(1);
      expect(scene.tiles.filter(({ tile }) => tile === 'map').length).toBeLessThanOrEqual(1);
    },
  );

  test('SCENE1 a wall of other breadths than three pictures gets the layout of one', () => {
    for (const groups of [0, 1, 2, 4]) expect(the('storm', groups).columns).toBe(24);
    expect(the('storm', 3).columns).toBe(72);
  });
});

describe('SCENE2 where a severe event is brought', () => {
  test.each(every.filter(({ id }) => id !== 'visitors'))(
    'SCENE2 $id for $groups: a zone with room for it that never lies over the alarms',
    ({ id, groups }) => {
      const { focus, tiles } = the(id, groups);
      if (!focus) throw new Error('no focus zone');
      expect(focus.w).toBeGreaterThanOrEqual(10);
      expect(focus.h).toBeGreaterThanOrEqual(12);
      // What stands under it is covered whole or not at all, the news and the clock never; a map may be half behind it.
      for (const tile of tiles) {
        const width = Math.min(tile.x + tile.w, focus.x + focus.w) - Math.max(tile.x, focus.x);
        const height = Math.min(tile.y + tile.h, focus.y + focus.h) - Math.max(tile.y, focus.y);
        const covered = width > 0 && height > 0 ? (width * height) / (tile.w * tile.h) : 0;
        if (tile.tile === 'clock' || tile.tile === 'ticker') expect(covered).toBe(0);
        if (['standby', 'storm', 'traffic', 'security'].includes(id) && tile.tile === 'camera-events') expect(covered).toBe(0);
        else expect(covered === 0 || covered > 0.5).toBe(true);
      }
    },
  );

  test('SCENE2 no event comes up before guests, and no camera, report or source is told of', () => {
    for (const groups of [1, 3]) {
      const { focus, tiles } = the('visitors', groups);
      expect(focus).toBeNull();
      const kinds = new Set(tiles.flatMap(({ tile }) => tileNamed(tile)?.kinds ?? []));
      expect([...kinds].sort()).toEqual(['centre.defined', 'indicator.valued']);
    }
  });

  test('SCENE2 what a watch filters by are words that cameras use', () => {
    for (const { id, groups } of every)
      for (const { props } of the(id, groups).tiles)
        for (const type of Array.isArray(props.types) ? props.types : []) expect(CAMERA_EVENT_TYPES).toContain(type);
  });
});
