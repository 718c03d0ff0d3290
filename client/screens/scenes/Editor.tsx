import { type ReactElement, useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { Cells, Scene } from '../../../shared/contract/scene.ts';
import type { Finding } from '../../../shared/rules/legibility.ts';
import { useWorld } from '../../stores/stores-context.tsx';
import { Banner } from '../../ui/desk/Banner.tsx';
import { Button } from '../../ui/desk/Button.tsx';
import { SelectField } from '../../ui/desk/SelectField.tsx';
import { TextField } from '../../ui/desk/TextField.tsx';
import { checkScene } from './check-scene.ts';
import { download } from './download.ts';
import { addTile, type Changed, moveTile, placeTile, removeTile, resizeTile, type Step, setFocus, setProps } from './draft.ts';
import { EditorGrid, FOCUS_ZONE, useWidth } from './EditorGrid.tsx';
import { Findings } from './Findings.tsx';
import { begin, changed, type History, redone, undone } from './history.ts';
import { Inspector } from './Inspector.tsx';
import { Preview, useFindings } from './Preview.tsx';
import { PublishDialog } from './PublishDialog.tsx';
import { exportScene } from './scene-file.ts';
import { liveScene, looksHere, SCENE_KINDS, SINGLE, WALL_KINDS } from './scenes-here.ts';
import { TilePalette } from './TilePalette.tsx';
import { Versions } from './Versions.tsx';
import { useSceneWords } from './words.ts';

type Props = {
  scene: Scene;
  /** That it is based on; 0: never published. */
  revision: number;
  groups: number;
  canPublish: boolean;
  onBack: () => void;
};

type Act = { do: 'change'; to: Scene } | { do: 'undo' } | { do: 'redo' };
const reduce = (history: History<Scene>, act: Act): History<Scene> =>
  act.do === 'change' ? changed(history, act.to) : act.do === 'undo' ? undone(history) : redone(history);

/** One scene on the bench: its grid, its settings, what it would look like beside what is live, what the check says. */
export function Editor({ scene: given, revision: givenRevision, groups, canPublish, onBack }: Props): ReactElement {
  const { t } = useSceneWords();
  const [history, act] = useReducer(reduce, given, begin<Scene>);
  const scene = history.present;
  const [basedOn, setBasedOn] = useState(givenRevision);
  const [saved, setSaved] = useState(given);
  const [selected, setSelected] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const [open, setOpen] = useState<'publish' | 'versions' | null>(null);
  const [checked, setChecked] = useState<{ scene: Scene; look: string; findings: Finding[] } | null>(null);
  const looks = useWorld(WALL_KINDS, looksHere);
  const [lookId, setLookId] = useState<string | null>(null);
  const look = looks.find(({ id }) => id === lookId) ?? looks.find((one) => one.groups === groups) ?? looks[0];
  const live = useWorld(SCENE_KINDS, (world) => liveScene(world, given.id, groups), `${given.id}/${groups}`);
  const [gridBox, gridWidth] = useWidth();
  const sheet = useRef<HTMLDivElement>(null);
  if (!look) throw new Error('there is always one way to look at a scene');

  const tell = useCallback((of: Scene, findings: Finding[]): void => setChecked({ scene: of, look: look.id, findings }), [look.id]);
  useFindings(sheet, scene, look, tell);
  const findings = checked?.scene === scene && checked.look === look.id ? checked.findings : null;
  const found = useMemo(() => {
    const byTile = new Map<string, 'refuse' | 'warn'>();
    for (const { tile, verdict } of findings ?? []) if (byTile.get(tile) !== 'refuse') byTile.set(tile, verdict);
    return byTile;
  }, [findings]);

  const change = (to: Changed): void => {
    setSaid(to ? '' : t('grid.noRoom'));
    if (to) act({ do: 'change', to });
  };
  const move = (id: string, step: Step): void => change(id === FOCUS_ZONE ? stepFocus(scene, step, false) : moveTile(scene, id, step));
  const resize = (id: string, step: Step): void => change(id === FOCUS_ZONE ? stepFocus(scene, step, true) : resizeTile(scene, id, step));
  const remove = (id: string): void => {
    change(id === FOCUS_ZONE ? setFocus(scene, null) : removeTile(scene, id));
    setSelected(null);
  };
  useUndoKeys(act);
  useLeaveGuard(scene !== saved);

  // A scene three pictures wide takes the whole breadth; the findings then stand below it.
  const isWide = scene.columns / scene.rows > 1.5;
  const gridFor = Math.max(320, Math.min(gridWidth, isWide ? gridWidth : gridWidth * 0.6));
  const previewWidth = Math.max(160, Math.floor(isWide ? gridWidth : (gridWidth - 12) / 2));
  const tile = scene.tiles.find(({ id }) => id === selected) ?? null;

  return (
    <main className="editor">
      <header className="editor-head">
        <Button kind="quiet" onPress={onBack}>
          {t('back')}
        </Button>
        <h1 className="one-line">{scene.name}</h1>
        <span className="desk-note">
          {basedOn === 0 ? t('editor.never') : t('editor.basedOn', { revision: basedOn })}
          {scene === saved ? '' : ` · ${t('editor.changed')}`}
        </span>
        <div className="scenes-tools">
          <Button isDisabled={history.past.length === 0} onPress={() => act({ do: 'undo' })} aria-keyshortcuts="Control+Z">
            {t('editor.undo')} <kbd>Ctrl+Z</kbd>
          </Button>
          <Button isDisabled={history.future.length === 0} onPress={() => act({ do: 'redo' })} aria-keyshortcuts="Control+Y">
            {t('editor.redo')} <kbd>Ctrl+Y</kbd>
          </Button>
          <Button onPress={() => setOpen('versions')}>{t('editor.versions')}</Button>
          <Button onPress={() => download(`${scene.id}.json`, exportScene(scene))}>{t('editor.export')}</Button>
          {canPublish ? (
            <Button
              kind="primary"
              onPress={() => {
                const room = sheet.current;
                if (room) tell(scene, checkScene(room, scene, look));
                setOpen('publish');
              }}
            >
              {t('editor.publish')}
            </Button>
          ) : null}
        </div>
      </header>
      {live && live.revision > basedOn ? (
        <Banner
          tone="attention"
          action={
            <Button
              onPress={() => {
                act({ do: 'change', to: live.scene });
                setBasedOn(live.revision);
                setSaved(live.scene);
              }}
            >
              {t('editor.takeNewer', { revision: live.revision })}
            </Button>
          }
        >
          {t('editor.newer', { revision: live.revision, based: basedOn })}
        </Banner>
      ) : null}
      <div className="editor-body">
        <TilePalette
          scene={scene}
          selected={selected}
          onSelect={(id) => {
            setSelected(id);
            document.querySelector<HTMLElement>(`.scene-tile[data-tile="${CSS.escape(id)}"]`)?.focus();
          }}
          onAdd={(name, size) => {
            const added = addTile(scene, name, size);
            change(added?.scene ?? null);
            if (added) setSelected(added.id);
          }}
          onFocusZone={() => change(setFocus(scene, scene.focus ? null : middle(scene)))}
        />
        <div className="editor-centre" ref={gridBox}>
          <div className={isWide ? 'editor-bench editor-bench--wide' : 'editor-bench'}>
            {gridWidth > 0 ? (
              <EditorGrid
                scene={scene}
                selected={selected}
                found={found}
                width={Math.floor(gridFor)}
                onSelect={setSelected}
                onPlace={(id, cells) => change(placeTile(scene, id, cells))}
                onMove={move}
                onResize={resize}
                onRemove={remove}
              />
            ) : null}
            <Findings findings={findings} scene={scene} onSelect={setSelected} />
          </div>
          <p className="desk-note editor-keys">
            {t('grid.keys')} <span role="status">{said}</span>
          </p>
          <div className={isWide ? 'editor-previews editor-previews--wide' : 'editor-previews'}>
            {gridWidth > 0 ? (
              <>
                <Preview scene={scene} look={look} width={previewWidth} title={t('preview.draft')} sheet={sheet} />
                {live ? (
                  <Preview
                    scene={live.scene}
                    look={look}
                    width={previewWidth}
                    title={live.revision === 0 ? t('preview.ready') : t('preview.live', { revision: live.revision })}
                  />
                ) : (
                  <p className="desk-note">{t('preview.none')}</p>
                )}
              </>
            ) : null}
          </div>
        </div>
        <aside className="editor-side" aria-label={t('inspector.label')}>
          <SelectField
            label={t('look.label')}
            placeholder=""
            value={look.id}
            onChange={setLookId}
            options={looks.map(({ id, name }) => ({ value: id, label: name ?? t(id === SINGLE ? 'look.single' : 'look.reference') }))}
          />
          <TextField
            label={t('editor.name')}
            value={scene.name}
            maxLength={100}
            onChange={(name) => {
              if (name.trim() !== '') act({ do: 'change', to: { ...scene, name: name.normalize('NFC') } });
            }}
          />
          <Inspector
            scene={scene}
            tile={tile}
            isFocus={selected === FOCUS_ZONE}
            onCells={(cells: Cells) => change(tile ? placeTile(scene, tile.id, cells) : setFocus(scene, cells))}
            onProps={(props) => tile && change(setProps(scene, tile.id, props))}
            onRemove={() => remove(tile ? tile.id : FOCUS_ZONE)}
          />
        </aside>
      </div>
      {open === 'publish' ? (
        <PublishDialog
          scene={scene}
          basedOn={basedOn}
          findings={findings}
          measuredOn={look.id}
          onClose={() => setOpen(null)}
          onBasedOn={setBasedOn}
          onPublished={(revision) => {
            setBasedOn(revision);
            setSaved(scene);
          }}
        />
      ) : null}
      {open === 'versions' ? (
        <Versions
          id={scene.id}
          onClose={() => setOpen(null)}
          onTake={(taken) => {
            act({ do: 'change', to: taken });
            setOpen(null);
          }}
        />
      ) : null}
    </main>
  );
}

const stepFocus = (scene: Scene, { dx, dy }: Step, isResize: boolean): Changed => {
  const { focus } = scene;
  if (!focus) return null;
  return setFocus(scene, isResize ? { ...focus, w: focus.w + dx, h: focus.h + dy } : { ...focus, x: focus.x + dx, y: focus.y + dy });
};

/** Where a focus zone begins: a third of the picture, to the right, under the first rows. */
const middle = ({ columns, rows }: Scene): Cells => {
  const [w, h] = [Math.max(1, Math.round(columns / 3)), Math.max(1, Math.round(rows / 2))];
  return { x: columns - w, y: rows - h, w, h };
};

/** Undo and redo from everywhere but a field that is being written in, which has its own. */
function useUndoKeys(act: (act: Act) => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, [role="dialog"], [role="alertdialog"]')) return;
      const key = event.key.toLowerCase();
      const isRedo = key === 'y' || (key === 'z' && event.shiftKey);
      if (!isRedo && key !== 'z') return;
      event.preventDefault();
      act({ do: isRedo ? 'redo' : 'undo' });
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [act]);
}

/** The browser asks before a page with unpublished work is left. */
function useLeaveGuard(isChanged: boolean): void {
  useEffect(() => {
    if (!isChanged) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isChanged]);
}
