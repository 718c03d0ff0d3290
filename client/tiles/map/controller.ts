import type { Layer } from '@deck.gl/core';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import type { Table } from '../../../shared/contract/frame.ts';
import { dayOf } from '../../../shared/rules/areas.ts';
import { metresPerPx, type Padding } from '../../map/camera.ts';
import { drawMarkIcons, type MarkIcons } from '../../map/mark-icons.ts';
import { type BlindCamera, cameraLayer, markLayers, quietLayer, thinCameras } from '../../map/mark-layers.ts';
import { type Box, type Mark, markBox, obstaclesOf, type PlacedLabel, type PlacedMark, placeLabels, thinMarks } from '../../map/marks.ts';
import { type PlacedName, placeNames } from '../../map/names.ts';
import { type Palette, paletteOf, type Room, rgba } from '../../map/palette.ts';
import { createPointBuffer, type PointStyle } from '../../map/point-buffer.ts';
import { pointLayer } from '../../map/point-layer.ts';
import { OBSTACLES } from '../../map/style.ts';
import { createWallMap, type Lay } from '../../map/wall-map.ts';
import { createWorldStore, type WorldStore } from '../../stores/world-store.ts';
import { createGather } from './gather.ts';
import { incidentsOf, type Wording } from './incidents.ts';
import { createLabelLayer } from './label-layer.ts';
import { createNameLayer } from './name-layer.ts';
import { obstacleFeatures } from './obstacle-features.ts';
import { blindCameras, type Centre, cameraState, frameOf, type Unit, unitsOf } from './picture.ts';
import type { MapProps } from './props.ts';
import { rampStep, type WardMeasure, wardMeasure } from './ward-measure.ts';
import { drawWards, type WardShapes } from './wards.ts';

export type MapState = {
  shapes: WardShapes | null;
  marks: readonly Mark[];
  outside: number;
  measure: WardMeasure;
  basemapFailed: boolean;
  metresPerPx: number;
};

/** All that may change while the map lives. What is the same by value changes nothing. */
export type MapSetting = {
  world: WorldStore;
  centre: Centre;
  props: MapProps;
  room: Room;
  u: number;
  wording: Wording;
  /** The whole map, and the part of it that is drawn here. */
  lay: Lay;
  /** Boxes over the map that labels and names keep clear of, in the whole map's pixels. */
  covered: readonly Box[];
  /** Width of what stands over the whole map's right side, from top to bottom or nearly; CSS pixels. */
  beside: number;
  /** Server time, epoch milliseconds: displays that share a map move its names at the same moment. */
  clock: () => number;
};

export type ControllerParts = {
  container: HTMLElement;
  labels: HTMLElement;
  giveUp: () => void;
};

/** `state` is read once a second by who draws the legend; nothing here calls React. */
export type Controller = {
  set(setting: MapSetting): void;
  state(): MapState;
  pickAt(x: number, y: number): string[];
  healed(): number;
  isAtRest(): boolean;
  /** Nobody looks: it follows nothing, draws nothing and holds no world, until it is set again. */
  rest(): void;
  close(): void;
};

/** What a map looks at that rests. */
const NOTHING = createWorldStore({ schedule: () => undefined });

const PLACED: readonly Kind[] = ['camera-event.observed', 'field-report.recorded', 'sensor.observed'];
const SHADING: readonly Kind[] = [
  'area.defined',
  'field-report.recorded',
  'camera-event.observed',
  'indicator.valued',
  'indicator.defined',
  'sensor.observed',
];
/** Wards are shaded once a second at most: a colour that flickers says nothing. */
const SHADE_EVERY_MS = 1000;
/** Making room for marks places every name of the map anew: all displays at the same beats of the server's clock. */
const CLEAR_EVERY_MS = 5000;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
/** A camera that does not see is drawn as an icon instead. */
const HIDDEN: PointStyle = { colour: [0, 0, 0, 0], radius: 0 };
const seeingStyle = (palette: Palette, u: number): PointStyle => ({ colour: rgba(palette.faint, 0.7), radius: Math.max(1.4, u * 0.11) });

/** Joins the stores to the map, outside React: entries change typed arrays and layers in the next animation frame (MAP2). */
export function createMapController({ container, labels, giveUp }: ControllerParts, first: MapSetting): Controller {
  let setting = first;
  let palette = paletteOf(setting.room);
  let seeing = seeingStyle(palette, setting.u);
  const styleOf = (id: string): PointStyle => (cameraState(world(), id) === 'live' ? seeing : HIDDEN);
  const world = () => setting.world.world();

  let cameras = createPointBuffer(setting.centre.origin, 1024);
  let icons: MarkIcons = drawMarkIcons(palette);
  let allBlind: BlindCamera[] = [];
  let blind: BlindCamera[] = [];
  let marks: Mark[] = [];
  let placed: PlacedMark[] = [];
  let quiet: Mark[] = [];
  let shownLabels: PlacedLabel[] = [];
  let shownNames: PlacedName[] = [];
  let outside = 0;
  let units: Unit[] = [];
  let shapes: WardShapes | null = null;
  let day = dayOf(Date.now());
  let measure: WardMeasure = wardMeasure(world(), setting.props, day);
  let basemapFailed = false;
  const shaded = new Map<string, string>();
  let obstaclesShown = '';

  const gather = createGather({ draw: () => touch('marks') });
  const dirty = { cameras: true, blind: true, marks: true, places: true, names: true };
  let frame = 0;
  let shadeTimer: ReturnType<typeof setTimeout> | undefined;
  let clearTimer: ReturnType<typeof setTimeout> | undefined;
  let drawing = new AbortController();
  let stops: (() => void)[] = [];
  let closed = false;

  /** The legend stands in the corner of the sea; where there is room, the city keeps clear of it. */
  const padding = (): Padding => {
    const { u, lay, beside } = setting;
    const wide = lay.full.width > 1.5 * lay.full.height;
    // A name above the northernmost unit wants its line.
    return { top: 2 * u, right: u + (wide ? beside : 0), bottom: 1.5 * u, left: u };
  };
  const frameBounds = () => setting.props.bounds ?? frameOf(unitsOf(world(), day), setting.centre.bounds);
  const wall = createWallMap({
    container,
    dress: { room: setting.room, u: setting.u, language: setting.wording.language },
    lay: setting.lay,
    bounds: frameBounds(),
    padding,
    interactive: setting.props.interactive,
    layers,
    onMove: () => touch('places', 'names'),
    onReady: () => touch('places'),
    giveUp,
    onTrouble: () => {
      basemapFailed = true;
    },
  });
  const labelLayer = createLabelLayer(labels, setting.u);
  const nameLayer = createNameLayer(wall.under, setting.u);

  function layers(): Layer[] {
    const shared = { icons, palette, u: setting.u };
    return [
      pointLayer(cameras.columns(), { id: 'cameras' }),
      quietLayer(quiet, shared),
      cameraLayer(blind, shared),
      ...markLayers(placed, shared),
    ];
  }
  function touch(...parts: (keyof typeof dirty)[]): void {
    for (const part of parts) dirty[part] = true;
    if (frame === 0 && !closed) frame = requestAnimationFrame(redraw);
  }
  function redraw(): void {
    frame = 0;
    const { u, lay, covered } = setting;
    if (dirty.cameras) readCameras();
    if (dirty.blind) allBlind = blindCameras(world());
    if (dirty.marks) {
      gather.drawn();
      marks = incidentsOf(world(), setting.props.sensorLimits, setting.wording);
    }
    if (dirty.marks || dirty.places) {
      const thinned = thinMarks(marks, wall.project, lay.full, u);
      placed = thinned.placed;
      quiet = thinned.quiet;
      outside = thinned.outside.length;
      shadeSoon();
      shownLabels = placeLabels(placed, labelLayer.measure, lay.full, u, covered);
      labelLayer.show(shownLabels);
    }
    if (dirty.blind || dirty.marks || dirty.places) blind = thinCameras(allBlind, placed, wall.project, u);
    if (dirty.names) writeNames();
    dirty.cameras = dirty.blind = dirty.marks = dirty.places = dirty.names = false;
    wall.overlay.draw();
  }
  function readCameras(): void {
    cameras.clear();
    for (const [id, { data }] of world().slots['camera.registered']) cameras.place(id, data.at, styleOf(id));
  }

  function onCameras(table: Table | null): void {
    if (table) cameras.applyTable(table, ({ columns }, row) => styleOf(columns.id[row] as string));
    else dirty.cameras = true;
    touch('blind');
  }
  function onCameraStates(table: Table | null): void {
    if (!table) dirty.cameras = true;
    // Rows are told before they are folded: the state is read from them, not from the world.
    table?.columns.id.forEach((id, row) => {
      cameras.restyle(id, table.columns['data.state']?.[row] === 'live' ? seeing : HIDDEN);
    });
    touch('blind');
  }

  const onPlaced = (table: Table | null): void =>
    gather.tell(
      table === null || (table.columns['data.severity']?.some((severity) => severity === 'critical' || severity === 'high') ?? false),
    );

  const shade = (): void => {
    clearTimeout(shadeTimer);
    shadeTimer = undefined;
    // A reform comes into force at midnight, and walls stay on.
    if (day !== dayOf(Date.now())) {
      outline();
      return;
    }
    measure = wardMeasure(world(), setting.props, day);
    for (const { code } of units) {
      const { value = null, severity = null } = measure.byCode.get(code) ?? {};
      const state = { class: rampStep(value, measure.range), severity };
      const key = `${state.class}${severity}`;
      if (shaded.get(code) === key) continue;
      shaded.set(code, key);
      wall.setWardState(code, state);
    }
    nameSoon();
  };
  /** Names make room for marks, and figures for newer ones, seldom, so that they do not dance; on every display at once. */
  const nameSoon = (): void => {
    clearTimer ??= setTimeout(() => touch('names'), CLEAR_EVERY_MS - (setting.clock() % CLEAR_EVERY_MS));
  };
  const writeNames = (): void => {
    clearTimeout(clearTimer);
    clearTimer = undefined;
    const { u, lay, covered, wording } = setting;
    const marked = [...placed.map((each) => markBox(each, u)), ...shownLabels.map(({ box }) => box), ...covered];
    const names = nameLayer.namesOf(units, measure, wording.language);
    shownNames = placeNames(names, nameLayer.measure, wall.project, lay.full, u, marked);
    nameLayer.show(shownNames);
    const taken = [...covered, ...shownNames.map(({ box }) => box)];
    const features = obstacleFeatures(obstaclesOf(placed, shownLabels, u, lay.full, taken, lay.part), wall.unproject);
    const text = JSON.stringify(features);
    if (text === obstaclesShown) return;
    obstaclesShown = text;
    wall.setData(OBSTACLES, { type: 'FeatureCollection', features });
  };
  const shadeSoon = (): void => {
    shadeTimer ??= setTimeout(shade, SHADE_EVERY_MS);
  };
  const outline = (): void => {
    drawing.abort();
    drawing = new AbortController();
    day = dayOf(Date.now());
    units = unitsOf(world(), day);
    shaded.clear();
    const imported = world().slots['boundaries.imported'].values().next().value?.data ?? null;
    const { signal } = drawing;
    void drawWards(wall, units, imported, signal).then((drawn) => {
      if (!signal.aborted) shapes = drawn;
    });
    wall.show(frameBounds());
    shade();
    touch('names');
  };

  const listen = (): void => {
    const store = setting.world;
    stops = [
      store.onTable('camera.registered', onCameras),
      store.onTable('camera.state', onCameraStates),
      store.onTable('entity.withdrawn', () => touch('cameras', 'blind', 'marks')),
      ...PLACED.map((kind) => store.onTable(kind, onPlaced)),
      store.versions.subscribe((now, before) => {
        if (now['area.defined'] !== before['area.defined'] || now['boundaries.imported'] !== before['boundaries.imported']) outline();
        else if (SHADING.some((kind) => now[kind] !== before[kind])) shadeSoon();
      }),
    ];
  };
  const unlisten = (): void => {
    for (const stop of stops) stop();
    stops = [];
  };
  const still = (): void => {
    drawing.abort();
    clearTimeout(shadeTimer);
    clearTimeout(clearTimer);
    shadeTimer = clearTimer = undefined;
    gather.close();
    cancelAnimationFrame(frame);
    frame = 0;
    unlisten();
  };
  listen();
  outline();
  touch('cameras', 'blind', 'marks');
  // Figures in the icons and the widths of texts want the page's own font, which may still be on its way.
  void document.fonts.ready
    .then(() => Promise.all([500, 600].map((weight) => document.fonts.load(`${weight} 54px "Be Vietnam Pro"`, '1234ạọấởữừẵằặđ'))))
    .then(() => {
      if (closed) return;
      icons = drawMarkIcons(palette);
      labelLayer.resize(setting.u);
      nameLayer.resize(setting.u);
      touch('places', 'names');
    });

  return {
    set(next) {
      const last = setting;
      setting = next;
      const { props, u, room, wording, lay } = next;
      const isOther = (...keys: (keyof MapProps)[]): boolean => keys.some((key) => !same(props[key], last.props[key]));
      if (room !== last.room || u !== last.u || wording.language !== last.wording.language) {
        palette = paletteOf(room);
        seeing = seeingStyle(palette, u);
        icons = drawMarkIcons(palette);
        labelLayer.resize(u);
        nameLayer.resize(u);
        wall.wear({ room, u, language: wording.language });
        touch('cameras', 'marks', 'places', 'names');
      }
      if (!same(lay, last.lay)) wall.place(lay);
      if (!same(next.covered, last.covered)) touch('places', 'names');
      if (next.world !== last.world || !same(next.centre, last.centre)) {
        unlisten();
        cameras = createPointBuffer(next.centre.origin, 1024);
        listen();
        outline();
        touch('cameras', 'blind', 'marks', 'places', 'names');
        return;
      }
      if (isOther('bounds') || next.beside !== last.beside || u !== last.u) wall.show(frameBounds());
      if (isOther('measure', 'sensorLimits')) {
        shade();
        touch('marks', 'names');
      }
    },
    state: () => ({ shapes, marks, outside, measure, basemapFailed, metresPerPx: metresPerPx(wall.camera()) }),
    pickAt: (x, y) =>
      wall.overlay
        .pick({ x: x - setting.lay.part.x - 2, y: y - setting.lay.part.y - 2, width: 5, height: 5 })
        .flatMap(({ object }) => (isPlaced(object) ? [object.mark.id] : [])),
    healed: wall.overlay.healed,
    isAtRest: wall.overlay.isAtRest,
    rest() {
      still();
      setting = { ...setting, world: NOTHING };
    },
    close() {
      closed = true;
      still();
      labelLayer.close();
      nameLayer.close();
      wall.close();
    },
  };
}

const isPlaced = (object: unknown): object is PlacedMark => typeof object === 'object' && object !== null && 'mark' in object;
