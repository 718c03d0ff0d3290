import './map-tile.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Box } from '../../map/marks.ts';
import { roomOf } from '../../map/palette.ts';
import { useNow, useStores, useWorld } from '../../stores/stores-context.tsx';
import { TileFrame } from '../../ui/TileFrame.tsx';
import { unitOf } from '../../ui/unit.ts';
import { useWords } from '../../ui/words.ts';
import { type Controller, createMapController } from './controller.ts';
import { Legend } from './Legend.tsx';
import { centreOf, tallyOf } from './picture.ts';
import type { MapProps } from './props.ts';

const CENTRE = ['centre.defined'] as const;

/** A map's own attribution, as its data's licences ask; small, because it is law and not news. */
const ATTRIBUTION = '© OpenStreetMap (ODbL) · Natural Earth';

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
  const [controller, setController] = useState<Controller | null>(null);
  const [u, setU] = useState(11);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the props, the centre and the language by value: equal ones keep the map.
  useEffect(() => {
    if (!centre || !body.current || !canvas.current || !labels.current) return;
    const unit = unitOf(body.current);
    const made = createMapController({
      world: stores.world,
      centre,
      props,
      container: canvas.current,
      labels: labels.current,
      room: roomOf(body.current),
      u: unit,
      wording: { t, language },
      covered: () => boxesOf(body.current, [legend.current]),
      giveUp: () => window.location.reload(),
    });
    setU(unit);
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
      <div className="map-tile" ref={body}>
        <div className="map-tile__canvas" ref={canvas} />
        <div className="map-tile__labels" ref={labels} />
        <div className="map-tile__side" ref={legend}>
          {shown && props.legend ? <Legend {...shown} measure={props.measure} asOf={asOf} u={u} /> : null}
        </div>
        <p className="map-tile__attribution">{ATTRIBUTION}</p>
      </div>
    </TileFrame>
  );
}

function boxesOf(body: HTMLElement | null, covers: readonly (HTMLElement | null)[]): Box[] {
  const origin = body?.getBoundingClientRect();
  if (!origin) return [];
  return covers.flatMap((cover) => {
    const box = cover?.getBoundingClientRect();
    if (!box || box.width === 0) return [];
    return [{ left: box.left - origin.left, top: box.top - origin.top, right: box.right - origin.left, bottom: box.bottom - origin.top }];
  });
}
