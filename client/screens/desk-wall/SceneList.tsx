import { type ReactElement, useRef, useState } from 'react';
import {
  Button,
  GridList,
  GridListItem,
  Input,
  Label,
  SearchField,
  ToggleButton,
  ToggleButtonGroup,
  useDragAndDrop,
} from 'react-aria-components';
import { SCENE_TYPE } from './Mirror.tsx';
import { ScenePlan } from './ScenePlan.tsx';
import { finds, type SceneHere } from './scenes-here.ts';
import { useDeskWords } from './words.ts';

/** How long a scene is to stay; `until`: till the time that is written beside it. */
export const STAYS = ['15', '30', '60', 'until'] as const;
export type Stay = (typeof STAYS)[number];

type Props = {
  scenes: readonly SceneHere[];
  /** Id of the scene that is up on the wall that is chosen. */
  up: string | null;
  wallName: string;
  stay: Stay;
  onStay: (stay: Stay) => void;
  /** 'HH:MM' of today or tomorrow. */
  until: string;
  onUntil: (time: string) => void;
  /** null: nothing may be shown now. */
  onShow: ((scene: string) => void) | null;
  searchRef: React.RefObject<HTMLInputElement | null>;
};

/** Every scene by picture and name: Enter or a double press shows it on the chosen wall, dragging on whichever it is let go over. */
export function SceneList({ scenes, up, wallName, stay, onStay, until, onUntil, onShow, searchRef }: Props): ReactElement {
  const { t } = useDeskWords();
  const [search, setSearch] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const shown = scenes.filter(({ name, id }) => finds(search, `${name} ${id}`));
  const { dragAndDropHooks } = useDragAndDrop({
    isDisabled: onShow === null,
    getItems: (keys) =>
      [...keys].map((key) => ({ [SCENE_TYPE]: String(key), 'text/plain': scenes.find(({ id }) => id === key)?.name ?? '' })),
    getAllowedDropOperations: () => ['copy'],
  });
  return (
    <section className="scenes" aria-labelledby="scenes-title">
      <h2 id="scenes-title">
        {t('scenes.title')} <span className="quiet">{shown.length}</span>
      </h2>
      <SearchField
        className="desk-field"
        value={search}
        onChange={setSearch}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'Enter') list.current?.querySelector<HTMLElement>('[role="row"]')?.focus();
          else event.continuePropagation();
        }}
      >
        <Label>
          {t('scenes.search')}{' '}
          <span className="key" aria-hidden="true">
            /
          </span>
        </Label>
        <Input className="desk-input" ref={searchRef} spellCheck={false} />
      </SearchField>
      <div className="scenes__stay">
        <span id="stay-title" className="scenes__label">
          {t('scenes.stay')}
        </span>
        <ToggleButtonGroup
          className="segments"
          aria-labelledby="stay-title"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[stay]}
          onSelectionChange={([key]) => {
            const next = STAYS.find((one) => one === key);
            if (next) onStay(next);
          }}
        >
          {STAYS.map((one, at) => (
            <ToggleButton key={one} id={one} className="segment" data-key={String(at + 1)}>
              {t(`stay.${one}`)}
              <span className="key" aria-hidden="true">
                {at + 1}
              </span>
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {stay === 'until' ? (
          <label className="scenes__until">
            {t('scenes.until')}
            <input
              className="desk-input"
              value={until}
              onChange={({ target }) => onUntil(target.value)}
              placeholder="17:00"
              size={6}
              inputMode="numeric"
            />
          </label>
        ) : null}
      </div>
      <p className="quiet scenes__how">{onShow ? t('scenes.how', { wall: wallName }) : t('scenes.notNow')}</p>
      <GridList
        ref={list}
        className="scenes__list"
        aria-label={t('scenes.title')}
        items={shown}
        dependencies={[up, onShow === null]}
        dragAndDropHooks={dragAndDropHooks}
        disallowTypeAhead
        onAction={(key) => onShow?.(String(key))}
        renderEmptyState={() => <p className="desk-empty">{t('scenes.none')}</p>}
      >
        {({ id, name, scene, revision }) => (
          <GridListItem id={id} textValue={name} className="scene" data-up={id === up || undefined}>
            <ScenePlan scene={scene} />
            <span className="scene__name">{name}</span>
            <span className="quiet scene__kind">
              {id === up ? t('scenes.up') : revision === 0 ? t('scenes.ready') : t('scenes.revision', { n: revision })}
            </span>
            <Button slot="drag" className="scene__drag" aria-label={t('scenes.drag', { scene: name })}>
              <svg viewBox="0 0 20 20" aria-hidden="true">
                <path d="M7 4V4.1M13 4V4.1M7 10V10.1M13 10V10.1M7 16V16.1M13 16V16.1" />
              </svg>
            </Button>
          </GridListItem>
        )}
      </GridList>
    </section>
  );
}
