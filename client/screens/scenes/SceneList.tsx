import { type ReactElement, type ReactNode, useRef, useState } from 'react';
import type { Scene } from '../../../shared/contract/scene.ts';
import { useWorld } from '../../stores/stores-context.tsx';
import { Banner } from '../../ui/desk/Banner.tsx';
import { Button } from '../../ui/desk/Button.tsx';
import { type DataColumn, DataTable } from '../../ui/desk/DataTable.tsx';
import { formatDate, formatTime } from '../../ui/format.ts';
import { download } from './download.ts';
import { NewScene } from './NewScene.tsx';
import { type FileFault, importScene, sceneSchema } from './scene-file.ts';
import { SCENE_KINDS, type SceneRow, scenesHere } from './scenes-here.ts';
import { useSceneWords } from './words.ts';

type Props = {
  canPublish: boolean;
  onOpen: (id: string, groups: number) => void;
  onNew: (made: { id: string; name: string; groups: number; scene?: Scene }) => void;
  tools: ReactNode;
};

const shapeOf = (revision: number, groups: number): string => (revision === 0 || groups === 1 ? '16:9' : `${16 * groups}:9`);

/** Every scene of the centre: what was published, and what stands ready. */
export function SceneList({ canPublish, onOpen, onNew, tools }: Props): ReactElement {
  const { t, language } = useSceneWords();
  const rows = useWorld(SCENE_KINDS, scenesHere);
  const [faults, setFaults] = useState<{ file: string; faults: FileFault[] } | null>(null);
  const [isNaming, setNaming] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const read = importScene(await file.text());
    if (!read.ok) return setFaults({ file: file.name, faults: read.faults });
    setFaults(null);
    const { scene } = read;
    onNew({ id: scene.id, name: scene.name, groups: Math.max(1, Math.round(scene.columns / 24)), scene });
  };

  const columns: DataColumn<SceneRow>[] = [
    { key: 'name', name: t('list.name'), show: ({ name }) => name, sortBy: ({ name }) => name, isRowHeader: true },
    { key: 'id', name: t('list.id'), show: ({ id }) => id, sortBy: ({ id }) => id },
    {
      key: 'revision',
      name: t('list.revision'),
      show: ({ revision, isReady }) => (revision === 0 ? t('list.ready') : t(isReady ? 'list.changed' : 'list.own', { revision })),
      sortBy: ({ revision }) => revision,
    },
    {
      key: 'published',
      name: t('list.published'),
      show: ({ by, at }) => (at === null ? '' : `${formatTime(at)} ${formatDate(at, language)}${by === null ? '' : `, ${by}`}`),
      sortBy: ({ at }) => at ?? 0,
    },
    {
      key: 'measured',
      name: t('list.measured'),
      show: ({ doubted }) =>
        doubted === undefined
          ? ''
          : doubted === null
            ? t('list.unmeasured')
            : t(doubted === 0 ? 'list.passed' : 'list.doubted', { count: doubted }),
      sortBy: ({ doubted }) => doubted ?? -1,
    },
    { key: 'note', name: t('list.note'), show: ({ note }) => note ?? '' },
    { key: 'tiles', name: t('list.tiles'), show: ({ tiles }) => tiles, sortBy: ({ tiles }) => tiles, isFigure: true },
    {
      key: 'open',
      name: t('list.open'),
      show: ({ id, name, revision, groups }) => (
        <span className="scenes-open">
          <Button
            kind="quiet"
            aria-label={t('list.openOne', { name, shape: shapeOf(revision, groups) })}
            onPress={() => onOpen(id, revision === 0 ? 1 : groups)}
          >
            {shapeOf(revision, groups)}
          </Button>
          {revision === 0 ? (
            <Button kind="quiet" aria-label={t('list.openWide', { name })} onPress={() => onOpen(id, 3)}>
              48:9
            </Button>
          ) : null}
        </span>
      ),
    },
  ];
  return (
    <main className="scenes-list">
      <header className="scenes-head">
        <div>
          <h1>{t('title')}</h1>
          <p className="desk-note">{t('list.intro')}</p>
        </div>
        <div className="scenes-tools">
          <Button kind="primary" onPress={() => setNaming(true)}>
            {t('list.new')}
          </Button>
          <Button onPress={() => input.current?.click()}>{t('list.import')}</Button>
          <Button onPress={() => download('ioc-scene.schema.json', JSON.stringify(sceneSchema(), null, 2))}>{t('list.schema')}</Button>
          {tools}
        </div>
        <input
          ref={input}
          className="scene-hidden"
          type="file"
          accept="application/json,.json"
          aria-label={t('list.import')}
          tabIndex={-1}
          onChange={({ target }) => {
            void take(target.files?.[0]);
            target.value = '';
          }}
        />
      </header>
      {canPublish ? null : <Banner>{t('readOnly')}</Banner>}
      {faults ? (
        <Banner tone="wrong" action={<Button onPress={() => setFaults(null)}>{t('close')}</Button>}>
          <strong>{t('import.failed', { file: faults.file, count: faults.faults.length })}</strong>
          <ul className="scenes-faults">
            {faults.faults.map(({ pointer, message, line }) => (
              <li key={`${pointer} ${message}`}>
                <code>{line === null ? pointer || '/' : t('import.line', { line })}</code>: {message}
              </li>
            ))}
          </ul>
        </Banner>
      ) : null}
      <DataTable
        label={t('title')}
        columns={columns}
        items={rows}
        keyOf={({ id }) => id}
        empty={t('list.empty')}
        onOpen={({ id, revision, groups }) => onOpen(id, revision === 0 ? 1 : groups)}
      />
      <NewScene isOpen={isNaming} taken={rows.map(({ id }) => id)} onClose={() => setNaming(false)} onMade={onNew} />
    </main>
  );
}
