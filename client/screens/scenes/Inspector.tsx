import { type ReactElement, useState } from 'react';
import type { Cells, Scene, SceneTile } from '../../../shared/contract/scene.ts';
import { Button } from '../../ui/desk/Button.tsx';
import { TextField } from '../../ui/desk/TextField.tsx';
import { useWords } from '../../ui/words.ts';
import { PropsForm } from './PropsForm.tsx';
import { useSceneWords } from './words.ts';

type Props = {
  scene: Scene;
  tile: SceneTile | null;
  isFocus: boolean;
  onCells: (cells: Cells) => void;
  onProps: (props: SceneTile['props']) => void;
  onRemove: () => void;
};

/** Place, size and settings of what is chosen. */
export function Inspector({ scene, tile, isFocus, onCells, onProps, onRemove }: Props): ReactElement {
  const { t } = useSceneWords();
  const { t: word } = useWords();
  const cells = tile ?? (isFocus ? (scene.focus ?? null) : null);
  if (!cells) return <p className="desk-note">{t('inspector.none')}</p>;
  return (
    <section className="inspector" aria-label={tile ? word(`${tile.tile}:title`) : t('focus.title')}>
      <h2>{tile ? word(`${tile.tile}:title`) : t('focus.title')}</h2>
      {tile ? <p className="desk-note">{tile.id}</p> : <p className="desk-note">{t('focus.note')}</p>}
      <div className="inspector-cells">
        {(['x', 'y', 'w', 'h'] as const).map((side) => (
          <CellField
            key={`${tile?.id ?? ''}/${side}`}
            label={t(`inspector.${side}`)}
            // People count columns and rows from one.
            value={cells[side] + (side === 'x' || side === 'y' ? 1 : 0)}
            onChange={(n) => onCells({ x: cells.x, y: cells.y, w: cells.w, h: cells.h, [side]: side === 'x' || side === 'y' ? n - 1 : n })}
          />
        ))}
      </div>
      {tile ? <PropsForm key={tile.id} tile={tile} onChange={onProps} /> : null}
      <Button onPress={onRemove}>
        {t(tile ? 'inspector.remove' : 'focus.remove')} <kbd>Delete</kbd>
      </Button>
    </section>
  );
}

/** A count of cells: what is written counts when the field is left or Enter is pressed, so that "12" is not first "1". */
function CellField({ label, value, onChange }: { label: string; value: number; onChange: (n: number) => void }): ReactElement {
  const [written, setWritten] = useState<string | null>(null);
  const take = (): void => {
    const n = Number(written);
    if (written !== null && Number.isInteger(n) && n >= 1 && n !== value) onChange(n);
    setWritten(null);
  };
  return (
    <TextField
      label={label}
      inputMode="numeric"
      value={written ?? String(value)}
      onChange={setWritten}
      onBlur={take}
      onKeyEvent={(event) => {
        if (event.type === 'keydown' && event.key === 'Enter') take();
      }}
    />
  );
}
