import { type ReactElement, useEffect, useState } from 'react';
import type { Scene } from '../../../shared/contract/scene.ts';
import { SessionState } from '../../../shared/contract/session.ts';
import { RIGHTS } from '../../../shared/rules/rights.ts';
import { DRILL_KINDS, drillOf } from '../../scene/drill.ts';
import { useStores, useWorld } from '../../stores/stores-context.tsx';
import { DrillBand } from '../../ui/Band.tsx';
import { Banner } from '../../ui/desk/Banner.tsx';
import { Desk } from '../../ui/desk/Desk.tsx';
import { LanguageSwitch } from '../../ui/desk/LanguageSwitch.tsx';
import './scenes.css';
import { emptyScene } from './draft.ts';
import { Editor } from './Editor.tsx';
import { SceneList } from './SceneList.tsx';
import { liveScene, SCENE_KINDS } from './scenes-here.ts';
import { useSceneWords } from './words.ts';

type Seen = { kind: 'asking' } | { kind: 'out' } | { kind: 'in'; canRead: boolean; canPublish: boolean };

/** What the editor has open: a scene of the list, or one that nobody has published (new, or out of a file). */
type Open = { id: string; groups: number; draft: Scene | null };

/** `/desk/scenes`: the scenes of this centre, and the editor of one of them (AG-18.2, HP-9.3). */
export function Scenes(): ReactElement {
  const { t } = useSceneWords();
  const seen = useSeen();
  useEffect(() => {
    document.title = t('title');
  }, [t]);
  return (
    <Desk>
      {seen.kind === 'asking' ? (
        <main className="scenes-alone">
          <h1>{t('title')}</h1>
          <p role="status">{t('loading')}</p>
        </main>
      ) : seen.kind === 'out' || !seen.canRead ? (
        <main className="scenes-alone">
          <h1>{t('title')}</h1>
          {seen.kind === 'out' ? (
            <Banner action={<a href={`/login?next=${encodeURIComponent(location.pathname + location.hash)}`}>{t('signIn')}</a>}>
              {t('signedOut')}
            </Banner>
          ) : (
            <Banner tone="attention">{t('noRight')}</Banner>
          )}
        </main>
      ) : (
        <>
          <Drill />
          <Opened canPublish={seen.canPublish} />
        </>
      )}
    </Desk>
  );
}

/** On every screen of a drill stands that it is one. */
function Drill(): ReactElement | null {
  const drill = useWorld(DRILL_KINDS, drillOf);
  return drill === null ? null : <DrillBand name={drill} />;
}

function Opened({ canPublish }: { canPublish: boolean }): ReactElement {
  const { t } = useSceneWords();
  const [hash, go] = useHash();
  const [made, setMade] = useState<Open | null>(null);
  const { world } = useStores();
  // Before the first picture of the log is here, what was published is not known, and the ready scene is not what is live.
  const isThere = useWorld(DRILL_KINDS, ({ seq }) => seq > 0);
  // Published while it is open: the editor itself says so and keeps what is worked on.
  const count = useWorld(SCENE_KINDS, ({ slots }) => slots['scene.published'].size);
  const opened = made && `#${made.id}` === hash ? made : openOf(hash);
  const live = opened && !opened.draft && isThere ? liveScene(world.world(), opened.id, opened.groups) : null;
  const begun = opened?.draft ?? live?.scene ?? null;

  if (!opened)
    return (
      <SceneList
        canPublish={canPublish}
        onOpen={(id, groups) => go(groups === 1 ? `#${id}` : `#${id}/${groups}`)}
        onNew={({ id, name, groups, scene }) => {
          setMade({ id, groups, draft: scene ?? emptyScene(id, name, groups) });
          go(`#${id}`);
        }}
        tools={<LanguageSwitch />}
      />
    );
  if (!begun)
    return (
      <main className="scenes-alone" data-count={count}>
        <h1>{t('title')}</h1>
        {isThere ? <Banner tone="attention">{t('missing', { id: opened.id })}</Banner> : <p role="status">{t('loading')}</p>}
        <a href="#list">{t('back')}</a>
      </main>
    );
  return (
    <Editor
      key={`${opened.id}/${opened.groups}`}
      scene={begun}
      revision={opened.draft ? (world.world().slots['scene.published'].get(opened.id)?.data.revision ?? 0) : (live?.revision ?? 0)}
      groups={opened.groups}
      canPublish={canPublish}
      onBack={() => go('')}
    />
  );
}

/** "#storm", "#storm/3" (as on a wall three pictures wide); nothing: the list. */
function openOf(hash: string): Open | null {
  const [id = '', groups = '1'] = decodeURIComponent(hash.slice(1)).split('/');
  return id === '' || id === 'list' ? null : { id, groups: Number(groups) || 1, draft: null };
}

function useHash(): [hash: string, go: (hash: string) => void] {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => setHash(location.hash);
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return [
    hash,
    (next) => {
      location.hash = next;
      setHash(next);
    },
  ];
}

function useSeen(): Seen {
  const [seen, setSeen] = useState<Seen>({ kind: 'asking' });
  useEffect(() => {
    const ending = new AbortController();
    fetch('/session', { signal: ending.signal })
      .then((response) => response.json())
      .then((raw: unknown) => {
        const session = SessionState.safeParse(raw);
        if (!session.success || session.data.stage !== 'full' || !session.data.person) return setSeen({ kind: 'out' });
        const { may } = RIGHTS[session.data.person.role];
        setSeen({ kind: 'in', canRead: may['wall:read'] !== undefined, canPublish: may['scene:publish'] !== undefined });
      })
      .catch(() => {
        if (!ending.signal.aborted) setSeen({ kind: 'out' });
      });
    return () => ending.abort();
  }, []);
  return seen;
}
