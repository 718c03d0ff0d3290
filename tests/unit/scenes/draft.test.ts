import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addTile,
  emptyScene,
  moveTile,
  placeTile,
  removeTile,
  resizeTile,
  setFocus,
  setProps,
} from '../../../client/screens/scenes/draft.ts';
import { begin, changed, redone, undone } from '../../../client/screens/scenes/history.ts';
import { jsonFault } from '../../../client/screens/scenes/json-fault.ts';
import { fieldsOf, meantBy, writtenOf } from '../../../client/screens/scenes/prop-fields.ts';
import { exportScene, importScene, sceneSchema } from '../../../client/screens/scenes/scene-file.ts';
import { fittingSize } from '../../../client/tiles/notice/fit.ts';
import { TILES, tileNamed } from '../../../client/tiles/registry.ts';
import { Scene } from '../../../shared/contract/scene.ts';
import { READY_SCENES, readyScene } from '../../../shared/rules/ready-scenes.ts';

const storm = readyScene('storm', 1) as Scene;

describe('SCENE3 a scene while it is worked on', () => {
  test('SCENE3 whatever is done to it, it stays one that can be published; undoing all of it gives the first one back', () => {
    const step = fc.record({ dx: fc.integer({ min: -30, max: 30 }), dy: fc.integer({ min: -30, max: 30 }) });
    const act = fc.oneof(
      fc.record({ act: fc.constantFrom('move', 'resize'), n: fc.nat(9), step }),
      fc.record({ act: fc.constant('add'), n: fc.nat(9), step }),
      fc.record({ act: fc.constantFrom('remove', 'focus'), n: fc.nat(9), step }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...READY_SCENES.map(({ id }) => id)), fc.array(act, { maxLength: 25 }), (id, acts) => {
        const first = readyScene(id, 1) as Scene;
        let history = begin(first);
        for (const { act, n, step } of acts) {
          const scene = history.present;
          const tile = scene.tiles[n % Math.max(1, scene.tiles.length)]?.id ?? '';
          const manifest = TILES[n % TILES.length] as (typeof TILES)[number];
          const next =
            act === 'move'
              ? moveTile(scene, tile, step)
              : act === 'resize'
                ? resizeTile(scene, tile, step)
                : act === 'add'
                  ? (addTile(scene, manifest.name, manifest.defaultSize)?.scene ?? null)
                  : act === 'remove'
                    ? removeTile(scene, tile)
                    : setFocus(scene, { x: n, y: n, w: Math.max(1, step.dx), h: Math.max(1, step.dy) });
          if (next) history = changed(history, next);
          expect(Scene.safeParse(history.present).error?.issues ?? []).toEqual([]);
        }
        const last = history.present;
        while (history.past.length > 0) history = undone(history);
        expect(history.present).toEqual(first);
        while (history.future.length > 0) history = redone(history);
        expect(history.present).toEqual(last);
      }),
      { numRuns: 60 },
    );
  });

  test('SCENE3 a tile never goes over a neighbour or out of the grid, and settings go to their tile alone', () => {
    expect(moveTile(storm, 'map', { dx: 1, dy: 0 })).toBeNull();
    expect(moveTile(storm, 'clock', { dx: 0, dy: -1 })).toBeNull();
    expect(resizeTile(storm, 'map', { dx: 0, dy: -13 })).toBeNull();
    expect(placeTile(storm, 'map', { x: 0, y: 2, w: 14, h: 10 })?.tiles.find(({ id }) => id === 'map')).toMatchObject({ h: 10 });
    const set = setProps(storm, 'map', { measure: 'mt-mua' });
    expect(set.tiles.filter((tile, i) => tile !== storm.tiles[i]).map(({ id }) => id)).toEqual(['map']);
  });

  test('SCENE3 a new tile takes the first free place in its usual size, a smaller one where there is no room, or none', () => {
    const empty = emptyScene('moi', 'Mới', 1);
    expect(addTile(empty, 'map', { w: 14, h: 18 })?.scene.tiles).toMatchObject([{ id: 'map', x: 0, y: 0, w: 14, h: 18 }]);
    const gap = removeTile(storm, 'field-reports');
    const added = addTile(gap, 'camera-events', { w: 14, h: 18 });
    expect(added?.id).toBe('camera-events-2');
    expect(added?.scene.tiles.at(-1)).toMatchObject({ x: 14, y: 11 });
    expect(addTile(storm, 'status', { w: 10, h: 5 })).toBeNull();
  });
});

describe('SCENE6 settings out of a tile’s schema', () => {
  test('SCENE6 every setting of every tile has a field, and what the field writes means the same again', () => {
    for (const manifest of TILES)
      for (const field of fieldsOf(manifest)) {
        const standard = (manifest.props.parse({}) as Record<string, unknown>)[field.name];
        if (!['number', 'text', 'list', 'json'].includes(field.kind)) continue;
        const isNothing = standard === undefined || standard === '' || (field.kind === 'list' && String(standard) === '');
        expect([field.name, meantBy(field, writtenOf(field, standard))]).toEqual([
          field.name,
          { ok: true, value: isNothing ? undefined : standard },
        ]);
      }
    const indicators = tileNamed('indicators');
    if (!indicators) throw new Error('no indicators');
    const kinds = Object.fromEntries(fieldsOf(indicators).map(({ name, kind }) => [name, kind]));
    expect(kinds).toEqual({ domains: 'choices', codes: 'list', columns: 'number', size: 'choice' });
  });

  test('SCENE6 the size of a notice is the largest step that fits, or below one unit what is left', () => {
    expect(fittingSize((u) => u <= 3)).toBe(2.5);
    expect(fittingSize((u) => u <= 100)).toBe(8);
    const small = fittingSize((u) => u <= 0.6);
    expect(small).toBeGreaterThan(0.5);
    expect(small).toBeLessThanOrEqual(0.6);
  });
});

describe('SCENE7 scenes as files', () => {
  test('SCENE7 what was exported comes back the same', () => {
    for (const { id } of READY_SCENES) {
      const scene = readyScene(id, 3) as Scene;
      expect(importScene(exportScene(scene))).toEqual({ ok: true, scene });
    }
  });

  test('SCENE7 an import says what is wrong and where', () => {
    const file = (change: (scene: { tiles: Record<string, unknown>[] }) => void): string => {
      const scene = structuredClone(storm) as unknown as { tiles: Record<string, unknown>[] };
      change(scene);
      return JSON.stringify({ format: 'ioc-scene/1', scene });
    };
    const said = (text: string) => {
      const read = importScene(text);
      return read.ok ? [] : read.faults.map(({ pointer, message, line }) => (line === null ? `${pointer}: ${message}` : `line ${line}`));
    };
    expect(jsonFault(exportScene(storm))).toBeNull();
    expect(jsonFault('{"a": [1, 2,]}')).toBe(12);
    expect(said('{\n"format": "ioc-scene/1",\n"scene": }')).toEqual(['line 3']);
    expect(said('{"format":"ioc-scene/2"}').join()).toContain('/format');
    expect(
      said(
        file(({ tiles }) => {
          Object.assign(tiles[1] ?? {}, { w: 15 });
        }),
      ).join(),
    ).toMatch(/\/scene\/tiles\/3: .*overlaps map/);
    expect(
      said(
        file(({ tiles }) => {
          Object.assign(tiles[1] ?? {}, { h: 'cao' });
        }),
      ).join(),
    ).toContain('/scene/tiles/1/h');
    expect(
      said(
        file(({ tiles }) => {
          Object.assign(tiles[1] ?? {}, { tile: 'radar' });
        }),
      ),
    ).toEqual(['/scene/tiles/1/tile: there is no tile called radar']);
    expect(
      said(
        file(({ tiles }) => {
          Object.assign(tiles[2] ?? {}, { props: { columns: 99 } });
        }),
      ).join(),
    ).toContain('/scene/tiles/2/props/columns');
  });

  test('SCENE7 the format has a JSON Schema that names its parts', () => {
    expect(sceneSchema()).toMatchObject({ type: 'object', properties: { format: { const: 'ioc-scene/1' }, scene: { type: 'object' } } });
  });
});
