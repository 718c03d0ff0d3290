import 'react-grid-layout/css/styles.css';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { GridLayout, getCompactor, type LayoutItem } from 'react-grid-layout';
import type { Cells, Scene, SceneTile } from '../../../shared/contract/scene.ts';
import { useWords } from '../../ui/words.ts';
import type { Step } from './draft.ts';
import { useSceneWords } from './words.ts';

/** Tiles stay where they are put: nothing is compacted, and nothing is pushed aside. */
const IN_PLACE = getCompactor(null, false, true);
export const FOCUS_ZONE = 'focus-zone';

type Props = {
  scene: Scene;
  /** Id of a tile, `FOCUS_ZONE`, or null. */
  selected: string | null;
  /** Tiles that the check has found something at. */
  found: ReadonlyMap<string, 'refuse' | 'warn'>;
  /** CSS pixels that there are for the grid. */
  width: number;
  onSelect: (id: string) => void;
  onPlace: (id: string, cells: Cells) => void;
  onMove: (id: string, step: Step) => void;
  onResize: (id: string, step: Step) => void;
  onRemove: (id: string) => void;
};

const STEPS: Readonly<Record<string, Step>> = {
  ArrowLeft: { dx: -1, dy: 0 },
  ArrowRight: { dx: 1, dy: 0 },
  ArrowUp: { dx: 0, dy: -1 },
  ArrowDown: { dx: 0, dy: 1 },
};

/** The scene as a grid that can be taken hold of: by the pointer, or by the keys of the tile that has the focus. */
export function EditorGrid({ scene, selected, found, width, onSelect, onPlace, onMove, onResize, onRemove }: Props) {
  const { t } = useSceneWords();
  const [cellW, rowH] = [width / scene.columns, ((width / scene.columns) * 24 * 9) / (16 * 26)];
  const layout = scene.tiles.map(({ id, x, y, w, h }): LayoutItem => ({ i: id, x, y, w, h }));
  const put = (item: LayoutItem | null): void => {
    if (item) onPlace(item.i, item);
  };
  const keyed =
    (id: string) =>
    (event: KeyboardEvent): void => {
      const step = STEPS[event.key];
      if (step && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        (event.shiftKey ? onResize : onMove)(id, step);
      } else if (event.key === 'Delete' || event.key === 'Backspace') {
        event.preventDefault();
        onRemove(id);
      }
    };
  const { focus } = scene;
  return (
    <fieldset
      className="scene-grid"
      style={{ width, height: rowH * scene.rows, '--cell-w': `${cellW}px`, '--cell-h': `${rowH}px` } as object}
    >
      {/* The library would write this element itself, with a style that our policy forbids; finding it, it leaves that alone. */}
      <span id="react-draggable-style-el" hidden />
      <legend className="scene-hidden">{t('grid.label')}</legend>
      <GridLayout
        width={width}
        layout={layout}
        gridConfig={{ cols: scene.columns, rowHeight: rowH, margin: [0, 0], containerPadding: [0, 0], maxRows: scene.rows }}
        dragConfig={{ enabled: true, bounded: true, threshold: 4 }}
        resizeConfig={{ enabled: true, handles: ['se', 'e', 's'] }}
        compactor={IN_PLACE}
        autoSize={false}
        style={{ height: rowH * scene.rows }}
        onDragStop={(_, __, item) => put(item)}
        onResizeStop={(_, __, item) => put(item)}
      >
        {scene.tiles.map((tile) => (
          <div key={tile.id} className="scene-cell" data-found={found.get(tile.id)}>
            <TileButton tile={tile} isSelected={tile.id === selected} onSelect={onSelect} onKeyDown={keyed(tile.id)} />
          </div>
        ))}
      </GridLayout>
      {focus ? (
        <button
          type="button"
          className="scene-focus"
          aria-pressed={selected === FOCUS_ZONE}
          style={{ left: focus.x * cellW, top: focus.y * rowH, width: focus.w * cellW, height: focus.h * rowH }}
          onFocus={() => onSelect(FOCUS_ZONE)}
          onKeyDown={keyed(FOCUS_ZONE)}
        >
          <span>{t('focus.title')}</span>
          <span className="scene-hidden">{t('grid.at', at(focus))}</span>
        </button>
      ) : null}
    </fieldset>
  );
}

/** As people count: the first column is 1. */
const at = ({ x, y, w, h }: Cells): Record<string, number> => ({ left: x + 1, right: x + w, top: y + 1, bottom: y + h });

type TileButtonProps = { tile: SceneTile; isSelected: boolean; onSelect: (id: string) => void; onKeyDown: (event: KeyboardEvent) => void };

function TileButton({ tile, isSelected, onSelect, onKeyDown }: TileButtonProps) {
  const { t } = useSceneWords();
  const { t: word } = useWords();
  const name = word(`${tile.tile}:title`);
  return (
    <button
      type="button"
      className="scene-tile"
      data-tile={tile.id}
      aria-pressed={isSelected}
      onFocus={() => onSelect(tile.id)}
      onKeyDown={onKeyDown}
    >
      <strong>{name}</strong>
      <span>{tile.id}</span>
      <span>
        {tile.w} × {tile.h}
      </span>
      <span className="scene-hidden">{t('grid.at', at(tile))}</span>
    </button>
  );
}

/** The width of an element, followed as it changes; 0 before it is laid out. */
export function useWidth(): [box: React.RefObject<HTMLDivElement | null>, width: number] {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  return [box, width];
}
