import { type CSSProperties, type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { type DropItem, DropZone, isTextDropItem, Text } from 'react-aria-components';
import type { Scene } from '../../../shared/contract/scene.ts';
import type { Rect } from '../../../shared/rules/wall-canvas.ts';
import { useWords } from '../../ui/words.ts';
import type { Place } from './display-states.ts';
import { shownOf } from './display-states.ts';
import { StateShape } from './StateShape.tsx';
import { useDeskWords } from './words.ts';

/** What a scene travels as while it is dragged; its text is the scene's id. */
export const SCENE_TYPE = 'application/x-ioc-scene';

/** A picture is laid out this many CSS pixels wide and then made smaller: its tiles keep their proportions, and a map of 27 panels stays one that a desk can draw. */
const LAID_OUT_PX = 1920;

type Props = {
  name: string;
  canvas: { w: number; h: number };
  /** The wall's own picture, laid out in the size that it is given. */
  picture: (size: { w: number; h: number }) => ReactNode;
  places: readonly Place[];
  chosen: string | null;
  /** The scene whose tiles can be picked now; null: none is asked for. */
  picking: Scene | null;
  onPick: (tile: string) => void;
  /** null: nothing may be dropped here now. */
  onDropScene: ((scene: string) => void) | null;
  frame: 'live' | 'past' | 'frozen' | 'cut';
};

/** A wall at scale: its picture, which cannot be touched, the displays that it hangs on, and their states. */
export function Mirror({ name, canvas, picture, places, chosen, picking, onPick, onDropScene, frame }: Props): ReactElement {
  const { t } = useDeskWords();
  const [box, setBox] = useState<HTMLElement | null>(null);
  const width = useWidth(box);
  const size = { w: LAID_OUT_PX, h: Math.round((LAID_OUT_PX * canvas.h) / canvas.w) };

  const drop = async (items: readonly DropItem[]): Promise<void> => {
    for (const item of items) if (isTextDropItem(item) && item.types.has(SCENE_TYPE)) onDropScene?.(await item.getText(SCENE_TYPE));
  };
  return (
    <DropZone
      className="mirror"
      data-frame={frame}
      isDisabled={onDropScene === null}
      getDropOperation={(types) => (types.has(SCENE_TYPE) ? 'copy' : 'cancel')}
      onDrop={({ items }) => void drop(items)}
    >
      <Text slot="label" className="desk-unseen">
        {t('mirror.dropOn', { wall: name })}
      </Text>
      <div className="mirror__box" ref={setBox} style={{ aspectRatio: `${canvas.w} / ${canvas.h}` }}>
        <div
          className="mirror__picture"
          inert
          aria-hidden="true"
          style={{ width: size.w, height: size.h, transform: `scale(${width / size.w})` }}
        >
          {picture(size)}
        </div>
        {places.map((place) =>
          place.part ? (
            <div
              key={place.position}
              className="mirror__display"
              data-state={shownOf(place)}
              data-chosen={place.position === chosen || undefined}
              style={within(place.part, canvas)}
              aria-hidden="true"
            >
              <span className="mirror__state">
                <StateShape of={shownOf(place)} />
                <span>{place.position}</span>
                {shownOf(place) === 'online' ? null : <span className="mirror__word">{t(`state.${shownOf(place)}`)}</span>}
              </span>
            </div>
          ) : null,
        )}
        {picking && box ? <TilePicks box={box} scene={picking} onPick={onPick} /> : null}
      </div>
    </DropZone>
  );
}

const share = (part: number, of: number): string => `${(100 * part) / of}%`;
const within = ({ x, y, w, h }: Rect, canvas: { w: number; h: number }): CSSProperties => ({
  left: share(x, canvas.w),
  top: share(y, canvas.h),
  width: share(w, canvas.w),
  height: share(h, canvas.h),
});

/** One button over each tile that is drawn, where it is drawn; the first has the focus at once. */
function TilePicks({ box, scene, onPick }: { box: HTMLElement; scene: Scene; onPick: (tile: string) => void }) {
  const { t } = useDeskWords();
  const { t: word } = useWords();
  const [tiles] = useState(() => tilesIn(box));
  const titleOf = (id: string): string => word(`${scene.tiles.find((tile) => tile.id === id)?.tile ?? id}:title`);
  return tiles.map(({ id, ...place }, at) => (
    <button
      key={id}
      type="button"
      className="mirror__pick"
      // biome-ignore lint/a11y/noAutofocus: the person just asked to pick one of these.
      autoFocus={at === 0}
      style={place}
      onClick={() => onPick(id)}
    >
      <span>{t('mirror.pick', { tile: titleOf(id) })}</span>
    </button>
  ));
}

function tilesIn(box: HTMLElement): ({ id: string } & CSSProperties)[] {
  const all = box.getBoundingClientRect();
  return [...box.querySelectorAll<HTMLElement>('.wall__place[data-tile]')].map((tile) => {
    const { left, top, width, height } = tile.getBoundingClientRect();
    return {
      id: tile.dataset.tile ?? '',
      left: share(left - all.left, all.width),
      top: share(top - all.top, all.height),
      width: share(width, all.width),
      height: share(height, all.height),
    };
  });
}

/** CSS pixels that an element is wide, as it changes. */
function useWidth(element: HTMLElement | null): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element) return;
    const watch = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    watch.observe(element);
    return () => watch.disconnect();
  }, [element]);
  return width;
}
