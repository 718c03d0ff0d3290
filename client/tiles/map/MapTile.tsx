import './map-tile.css';
import { useContext, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'react';
import { type EpochMs, epochMs } from '../../../shared/model/ids.ts';
import { paletteOf } from '../../map/palette.ts';
import { useNow, useStores, useWorld } from '../../stores/stores-context.tsx';
import { ComingContext, PartContext } from '../../ui/part.ts';
import { TileFrame } from '../../ui/TileFrame.tsx';
import { useWords } from '../../ui/words.ts';
import type { Controller } from './controller.ts';
import { boxesOf, LEGEND_U, type Look, layOf, lookOf } from './glass.ts';
import { Legend, Margin } from './Legend.tsx';
import { type Claim, claimMap } from './map-of-display.ts';
import { centreOf, tallyOf } from './picture.ts';
import type { MapProps } from './props.ts';

const CENTRE = ['centre.defined'] as const;

/** A map's own attribution, as its data's licences ask; faint, because it is law and not news. */
const ATTRIBUTION = ['© OpenStreetMap (ODbL)', 'Natural Earth'] as const;

/** Not of a tile: the map keeps it as long as it lives, and would keep the tile that made it. */
const giveUp = (): void => window.location.reload();

/** The display's one map: here; gone ahead to the scene that comes next, so that a still stands here; or in another tile. */
type MapOfTile = { is: 'here' } | { is: 'ahead'; since: EpochMs } | { is: 'elsewhere' };

/**
 * The map. Its frame, legend and margin are laid out for the whole tile; the map itself draws only the part that this display shows.
 * The canvases are not React's: they are the display's one map, which this tile borrows and keeps told.
 */
export function MapTile(props: MapProps) {
  const stores = useStores();
  const now = useNow();
  const { t, language } = useWords('map');
  const part = useContext(PartContext);
  const centre = useWorld(CENTRE, centreOf);
  const body = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const slot = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLDivElement>(null);
  const margin = useRef<HTMLDivElement>(null);
  const attribution = useRef<HTMLParagraphElement>(null);
  const isComing = useContext(ComingContext);
  const coming = useRef(isComing);
  const claim = useRef<Claim | null>(null);
  const [map, setMap] = useState<MapOfTile>({ is: 'elsewhere' });
  const [look, setLook] = useState<Look>({ u: 11, room: 'dark', side: true });
  const [controller, setController] = useState<Controller | null>(null);
  const opened = useRef<Controller | null>(null);
  const [, noticeSize] = useReducer((count: number) => count + 1, 0);
  const stands = map.is === 'here' && centre !== null;

  useLayoutEffect(() => {
    coming.current = isComing;
  }, [isComing]);
  useLayoutEffect(() => {
    const made = claimMap({
      isComing: () => coming.current,
      granted: () => setMap({ is: 'here' }),
      lent: () => setMap({ is: 'ahead', since: epochMs(Math.round(stores.clock.now())) }),
    });
    claim.current = made;
    return made.end;
  }, [stores.clock]);

  // After every change, and each second: what the page says of the tile (its size, unit, room, what stands over it) has no other voice.
  useLayoutEffect(() => {
    if (!stands || !claim.current?.holds()) return;
    if (!body.current || !stage.current || !slot.current || stage.current.clientWidth === 0) return;
    const seen = lookOf(body.current);
    if (seen.u !== look.u || seen.room !== look.room || seen.side !== look.side) {
      setLook(seen);
      return;
    }
    const setting = {
      world: stores.world,
      centre,
      props,
      room: seen.room,
      u: seen.u,
      wording: { t, language },
      lay: layOf(stage.current, part),
      covered: boxesOf(stage.current, [attribution.current, ...(seen.side ? [legend.current] : linesOf(margin.current))]),
      beside: seen.side && props.legend ? LEGEND_U * seen.u : 0,
      clock: stores.clock.now,
    };
    if (opened.current) opened.current.set(setting);
    else {
      opened.current = claim.current.open(slot.current, { giveUp }, setting);
      setController(opened.current);
    }
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whether a hand may move a map is settled when it is made.
  useLayoutEffect(() => {
    if (!stands || !stage.current) return;
    const watch = new ResizeObserver(noticeSize);
    watch.observe(stage.current);
    return () => {
      watch.disconnect();
      opened.current = null;
      setController(null);
    };
  }, [stands, props.interactive]);

  // Read once a second and not as they change: the legend counts, the map shows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `now` is the beat.
  const counted = useMemo(() => {
    const state = controller?.state();
    return state ? { state, tally: tallyOf(stores.world.world(), state.marks) } : null;
  }, [controller, now, stores.world]);
  const kept = useRef(counted);
  if (counted) kept.current = counted;
  const shown = map.is === 'ahead' ? kept.current : counted;
  const { u, room, side } = look;
  const hasLegend = shown !== null && props.legend;
  const { link } = stores.link.getState();
  const heardAt =
    link.kind === 'live' ? link.heardAt : link.kind === 'replaying' ? link.at : link.kind === 'down' ? link.lastHeardAt : null;
  const asOf = map.is === 'ahead' ? map.since : heardAt;

  return (
    <TileFrame
      title={t('map:title')}
      from={t('map:from')}
      asOf={stands || map.is === 'ahead' ? asOf : null}
      now={now}
      state={centre ? 'live' : 'empty'}
      note={t('map:empty')}
      flush
    >
      {map.is !== 'elsewhere' ? (
        <div className={side ? 'map-tile' : 'map-tile map-tile--strip'} ref={body}>
          <div className="map-tile__stage" ref={stage}>
            <div className="map-tile__slot" ref={slot} />
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
      ) : (
        <p className="tile__note map-tile__taken">
          <strong>{t('map:taken')}</strong>
          <span>{t('map:takenNote')}</span>
        </p>
      )}
    </TileFrame>
  );
}

/** Each line of the margin by itself: between them the map is free. */
const linesOf = (margin: HTMLElement | null): HTMLElement[] => [...(margin?.querySelectorAll('p') ?? [])];
