import { useMemo } from 'react';
import type { Banner } from '../../shared/contract/direction.ts';
import { BEFORE_FIRST } from '../../shared/model/ids.ts';
import type { World } from '../../shared/rules/fold.ts';
import { cellsRect } from '../../shared/rules/wall-canvas.ts';
import { useLink, useNow, useWorld } from '../stores/stores-context.tsx';
import { DrillBand } from '../ui/Band.tsx';
import { ConditionContext } from '../ui/condition.ts';
import { useWords } from '../ui/words.ts';
import { AudienceBand } from './AudienceBand.tsx';
import { BANNER_U, type BandLine, Bands, BannerLine } from './Bands.tsx';
import { useCondition } from './cut.ts';
import { useDimming } from './dimming.ts';
import { DRILL_KINDS, drillOf } from './drill.ts';
import { Foot } from './Foot.tsx';
import { FocusPanel } from './focus/FocusPanel.tsx';
import { FOCUS_KINDS_READ, type InFocus, inFocus } from './focus/view.ts';
import { BAND_U, boxOf, DRIFT_U, FRAME_U, type Glass, glassOf, type Seats, type Size, sceneOn, tilesArea } from './layout.ts';
import type { OnWall } from './on-wall.ts';
import { PastFrame, PastLine, type PastMark } from './Past.tsx';
import { Picture } from './Picture.tsx';
import type { Painted } from './painted.ts';
import { goesAhead, SceneTiles, tilesHere } from './SceneTiles.tsx';
import { useSize } from './screen.ts';
import { type SwitchLog, slowest, usePainted, usePrepared } from './use-painted.ts';
import { type Directed, useWall } from './use-wall.ts';

export type WallPlace = {
  /** null: nobody's wall, one screen that shows what its address asks for. */
  wall: string | null;
  /** The display's place on its wall; null: the whole wall is drawn. */
  position: string | null;
  /** CSS pixels that there are; the window's when absent. */
  size?: Size;
  /** What the page's address asks for, on a wall that nobody set up or directed. */
  scene?: string | null;
  /** Of a wall that nobody measured. */
  seats?: Partial<Seats>;
  /** Called after each paint in which data or the scene changed. */
  onPainted?: (painted: Painted) => void;
};

type Props = WallPlace & {
  directed: Directed;
  log: SwitchLog;
  /** Revision that the display follows, where it is not the one of the world that is drawn (the past). */
  follows?: number;
  mark?: PastMark | null;
  /** What is said to the room now, whatever moment is shown. */
  said?: Banner | null;
};

const NO_TILES: never[] = [];

/** What a direction makes of a wall, at one display of it. */
export function DirectedPicture({
  wall,
  position,
  size,
  scene = null,
  seats,
  onPainted,
  directed,
  log,
  follows,
  mark = null,
  said,
}: Props) {
  const { defined, on, next } = useWall(wall, directed, scene, slowest(log) ?? 0);
  const { t } = useWords('wall');
  const geometry = defined?.geometry ?? null;
  const region = geometry?.displays.find((one) => one.position === position) ?? null;
  const isMisplaced = geometry !== null && position !== null && region === null;
  const { w, h } = useSize(size);
  const { farthestSeatM, heightMm } = seats ?? {};
  const isFramed = mark !== null;
  const glass = useMemo(() => {
    const plain = glassOf(geometry, region, { w, h }, { ...(farthestSeatM && { farthestSeatM }), ...(heightMm && { heightMm }) });
    return isFramed ? { ...plain, edgeU: DRIFT_U + FRAME_U } : plain;
  }, [geometry, region, w, h, farthestSeatM, heightMm, isFramed]);

  const bands = useBands(mark, [on?.banner, said]);
  const heightU = bands.reduce((sum, band) => sum + band.heightU, 0);
  const hasFoot = defined !== undefined || (directed.shown ?? null) !== null || (on?.unknown ?? null) !== null;
  const area = useMemo(() => tilesArea(glass, heightU, hasFoot), [glass, heightU, hasFoot]);

  // Of a past that has not come nothing is known, and nothing is drawn: an empty scene would say that nothing was.
  const isComing = useIsComing() && isFramed;
  const staged = isComing ? null : (on?.staged ?? null);
  const coming = next && next.staged !== staged ? next.staged : null;
  const tiles = useMemo(() => {
    const here = staged ? tilesHere(glass, area, staged) : NO_TILES;
    // A still claims nothing that came since.
    return coming && tilesHere(glass, area, coming).some(goesAhead) ? here.filter((tile) => !goesAhead(tile)) : here;
  }, [glass, area, staged, coming]);
  const shown = {
    scene: staged?.scene.id ?? null,
    sceneRevision: staged?.revision ?? 0,
    direction: follows ?? directed.shown?.revision ?? 0,
    tiles,
  };
  const onBroken = usePainted(shown, log, onPainted);
  usePrepared(coming, log);

  const focus = useFocus(wall, on);
  const { level, isNight } = useDimming(defined, on?.why.layer === 'emergency' || (focus?.kind === 'incident' && !focus.isAcknowledged));
  const condition = useCondition();
  const lines = bands.length > 0 && glass.part.y * glass.scale < BAND_U * glass.u;
  const over = (
    <>
      {mark ? <PastFrame mark={mark} hasLine={lines} /> : null}
      {isComing ? <p className="past__loading">{t('wall:past.coming')}</p> : null}
      {isMisplaced ? <p className="picture__misplaced">{t('wall:misplaced', { position: position ?? '' })}</p> : null}
    </>
  );
  return (
    <ConditionContext value={condition}>
      <Picture glass={glass} scene={staged?.scene.id ?? ''} isNight={isNight} level={level} over={over}>
        <Bands glass={glass} bands={bands} />
        {staged ? <SceneTiles glass={glass} area={area} shown={staged} coming={coming} onBroken={onBroken} /> : null}
        {staged && focus ? <Zone glass={glass} area={area} on={staged.scene} focus={focus} /> : null}
        {on && staged && hasFoot ? <FootNow glass={glass} on={on} /> : null}
      </Picture>
    </ConditionContext>
  );
}

function FootNow({ glass, on }: { glass: Glass; on: OnWall }) {
  return <Foot glass={glass} name={on.staged.scene.name} why={on.why} unknown={on.unknown} now={useNow()} />;
}

function Zone({
  glass,
  area,
  on,
  focus,
}: {
  glass: Glass;
  area: Parameters<typeof sceneOn>[1];
  on: OnWall['staged']['scene'];
  focus: InFocus;
}) {
  if (!on.focus) return null;
  const box = boxOf(glass, cellsRect(on, sceneOn(glass, area, on), on.focus));
  if (!box) return null;
  return (
    <div className="picture__focus arriving" style={{ left: box.left, top: box.top, width: box.width, height: box.height }}>
      <FocusPanel view={focus} />
    </div>
  );
}

/** Whether nothing at all was heard yet. */
const useIsComing = (): boolean => useLink(({ link, cursor }) => cursor === BEFORE_FIRST && link.kind !== 'replaying');

/** The lines above the tiles, most binding first. */
function useBands(mark: PastMark | null, banners: readonly (Banner | null | undefined)[]): BandLine[] {
  const drill = useWorld(DRILL_KINDS, drillOf);
  const audience = useLink(({ view }) => view?.audience ?? 'operators');
  const bands: BandLine[] = [];
  if (mark) bands.push({ key: 'past', heightU: BAND_U, line: <PastLine mark={mark} /> });
  if (drill !== null) bands.push({ key: 'drill', heightU: BAND_U, line: <DrillBand name={drill} /> });
  if (audience !== 'operators') bands.push({ key: 'audience', heightU: BAND_U, line: <AudienceBand /> });
  for (const [i, banner] of banners.entries())
    if (banner) bands.push({ key: `banner-${i}`, heightU: BANNER_U, line: <BannerLine banner={banner} /> });
  return bands;
}

/** What stands in the focus zone of the scene that is up; null: nothing, or it has no zone. */
function useFocus(wall: string | null, on: OnWall | null): InFocus | null {
  const target = on?.pin?.target ?? null;
  const key = JSON.stringify([wall, target]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the wall and the target by value.
  const select = useMemo(() => {
    let had: { text: string; view: InFocus | null } | null = null;
    return (world: World): InFocus | null => {
      const view = inFocus(world, wall === null ? undefined : world.slots['wall.focused'].get(wall)?.data, target);
      // Events come by the hundred; what stands in the zone is drawn again when it is another.
      const text = JSON.stringify(view);
      if (had?.text !== text) had = { text, view };
      return had.view;
    };
  }, [key]);
  const found = useWorld(FOCUS_KINDS_READ, select, key);
  return on?.staged.scene.focus ? found : null;
}
