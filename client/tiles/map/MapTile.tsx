import './map-tile.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Box } from '../../map/marks.ts';
import { paletteOf, type Room, roomOf } from '../../map/palette.ts';
import { useNow, useStores, useWorld } from '../../stores/stores-context.tsx';
import { TileFrame } from '../../ui/TileFrame.tsx';
import { unitOf } from '../../ui/unit.ts';
import { useWords } from '../../ui/words.ts';
import { type Controller, createMapController } from './controller.ts';
import { Legend, Margin } from './Legend.tsx';
import { centreOf, tallyOf } from './picture.ts';
import type { MapProps } from './props.ts';

const CENTRE = ['centre.defined'] as const;

/** A map's own attribution, as its data's licences ask; faint, because it is law and not news. */
const ATTRIBUTION = ['© OpenStreetMap (ODbL)', 'Natural Earth'] as const;

export function MapTile(props: MapProps) {
  const stores = useStores();
  const now = useNow();
  const { t, language } = useWords('map');
  const centre = useWorld(CENTRE, centreOf);
  const key = JSON.stringify([props, centre, language]);
  const body = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const labels = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLDivElement>(null);
  const margin = useRef<HTMLDivElement>(null);
  const attribution = useRef<HTMLParagraphElement>(null);
  const [controller, setController] = useState<Controller | null>(null);
  const [u, setU] = useState(11);
  const [side, setSide] = useState(true);
  const [room, setRoom] = useState<Room>('dark');

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the props, the centre and the language by value: equal ones keep the map.
  useEffect(() => {
    if (!centre || !body.current || !canvas.current || !labels.current) return;
    const unit = unitOf(body.current);
    const where = roomOf(body.current);
    const made = createMapController({
      world: stores.world,
      centre,
      props,
      container: canvas.current,
      labels: labels.current,
      room: where,
      u: unit,
      wording: { t, language },
      covered: () =>
        boxesOf(body.current, [attribution.current, ...(sideOf(body.current, unit) ? [legend.current] : linesOf(margin.current))]),
      beside: () => (sideOf(body.current, unit) ? (legend.current?.offsetWidth ?? 0) : 0),
      giveUp: () => window.location.reload(),
    });
    setU(unit);
    setSide(sideOf(body.current, unit));
    setRoom(where);
    setController(made);
    return () => {
      setController(null);
      made.close();
    };
  }, [key, stores.world]);

  // Read once a second and not as they change: the legend counts, the map shows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `now` is the beat.
  const shown = useMemo(() => {
    const state = controller?.state();
    return state ? { state, tally: tallyOf(stores.world.world(), state.marks) } : null;
  }, [controller, now, stores.world]);
  // The legend's width is known once it is drawn.
  const hasLegend = shown !== null && props.legend;
  useEffect(() => {
    if (hasLegend) controller?.refit();
  }, [hasLegend, controller]);
  const { link } = stores.link.getState();
  const asOf = link.kind === 'live' ? link.heardAt : link.kind === 'down' ? link.lastHeardAt : null;

  return (
    <TileFrame
      title={t('map:title')}
      from={t('map:from')}
      asOf={asOf}
      now={now}
      state={centre ? 'live' : 'empty'}
      note={t('map:empty')}
      flush
    >
      <div className={side ? 'map-tile' : 'map-tile map-tile--strip'} ref={body}>
        <div className="map-tile__stage">
          <div className="map-tile__canvas" ref={canvas} />
          <div className="map-tile__labels" ref={labels} />
          <div className="map-tile__margin" ref={margin}>
            {hasLegend && !side ? <Margin state={shown.state} asOf={asOf} u={u} /> : null}
          </div>
          <p className="map-tile__attribution" ref={attribution}>
            {ATTRIBUTION.map((owner) => (
              <span key={owner}>{owner} </span>
            ))}
          </p>
        </div>
        <div className="map-tile__legend" ref={legend}>
          {hasLegend ? (
            <Legend {...shown} measure={props.measure} ramp={paletteOf(room).ramp}>
              {side ? <Margin state={shown.state} asOf={asOf} u={u} /> : null}
            </Legend>
          ) : null}
        </div>
      </div>
    </TileFrame>
  );
}

/** Beside the city there is room for the legend in the corner of the sea; in a narrower tile it is a strip under the map. */
const LEGEND_U = 36;
const CITY_ASPECT = 1.2;
function sideOf(body: HTMLElement | null, u: number): boolean {
  return body === null || body.clientWidth >= CITY_ASPECT * body.clientHeight + LEGEND_U * u;
}

/** Each line of the margin by itself: between them the map is free. */
const linesOf = (margin: HTMLElement | null): HTMLElement[] => [...(margin?.querySelectorAll('p') ?? [])];

function boxesOf(body: HTMLElement | null, covers: readonly (HTMLElement | null)[]): Box[] {
  const origin = body?.getBoundingClientRect();
  if (!origin) return [];
  return covers.flatMap((cover) => {
    const box = cover?.getBoundingClientRect();
    if (!box || box.width === 0) return [];
    return [{ left: box.left - origin.left, top: box.top - origin.top, right: box.right - origin.left, bottom: box.bottom - origin.top }];
  });
}
