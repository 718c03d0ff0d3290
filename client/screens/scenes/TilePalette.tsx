import type { ReactElement } from 'react';
import type { Scene } from '../../../shared/contract/scene.ts';
import { TILES } from '../../tiles/registry.ts';
import { Button } from '../../ui/desk/Button.tsx';
import { useWords } from '../../ui/words.ts';
import { useSceneWords } from './words.ts';

type Props = {
  scene: Scene;
  selected: string | null;
  onSelect: (id: string) => void;
  onAdd: (name: string, size: { w: number; h: number }) => void;
  onFocusZone: () => void;
};

/** The tiles that there are to add, and those that stand in the scene. */
export function TilePalette({ scene, selected, onSelect, onAdd, onFocusZone }: Props): ReactElement {
  const { t } = useSceneWords();
  const { t: word } = useWords();
  return (
    <nav className="palette" aria-label={t('palette.label')}>
      <h2>{t('palette.add')}</h2>
      {TILES.map(({ name, defaultSize }) => (
        <Button key={name} onPress={() => onAdd(name, defaultSize)}>
          {word(`${name}:title`)}
        </Button>
      ))}
      <Button onPress={onFocusZone}>{t(scene.focus ? 'focus.remove' : 'focus.add')}</Button>
      <h2>{t('palette.here', { count: scene.tiles.length })}</h2>
      <ul>
        {scene.tiles.map(({ id, tile }) => (
          <li key={id}>
            <button type="button" aria-current={id === selected} onClick={() => onSelect(id)}>
              {word(`${tile}:title`)} <span className="desk-note">{id}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
