import { type ReactElement, useEffect, useState } from 'react';
import type { SceneVersionList } from '../../../shared/contract/direction.ts';
import type { Scene } from '../../../shared/contract/scene.ts';
import { Banner } from '../../ui/desk/Banner.tsx';
import { Button } from '../../ui/desk/Button.tsx';
import { Actions, Dialog } from '../../ui/desk/Dialog.tsx';
import type { Answer } from '../../ui/desk/exchange.ts';
import { inWords } from '../../ui/desk/refusal-words.ts';
import { formatDate, formatTime } from '../../ui/format.ts';
import { versionsOf } from './exchange.ts';
import { useSceneWords } from './words.ts';

type Props = { id: string; onClose: () => void; onTake: (scene: Scene) => void };

/** Every publication of a scene; one of them can be taken back onto the bench, to be published as a new revision. */
export function Versions({ id, onClose, onTake }: Props): ReactElement {
  const { t, language } = useSceneWords();
  const [answer, setAnswer] = useState<Answer<SceneVersionList> | null>(null);
  useEffect(() => {
    let isGone = false;
    void versionsOf(id).then((came) => {
      if (!isGone) setAnswer(came);
    });
    return () => {
      isGone = true;
    };
  }, [id]);
  // Nobody has published it yet: the server knows no such scene.
  const versions = answer?.ok ? answer.value.versions : answer?.error.status === 404 ? [] : null;
  return (
    <Dialog title={t('versions.title')} isOpen onClose={onClose}>
      {answer === null ? <p role="status">{t('loading')}</p> : null}
      {answer && !answer.ok && versions === null ? <Banner tone="wrong">{inWords(answer.error, t)}</Banner> : null}
      {versions?.length === 0 ? <p>{t('versions.none')}</p> : null}
      <ol className="versions">
        {(versions ?? []).map(({ revision, at, by, note, scene }) => (
          <li key={revision}>
            <div>
              <strong>{t('versions.one', { revision })}</strong>
              <span>
                {formatTime(at)} {formatDate(at, language)}
                {by === null ? '' : `, ${by}`}
              </span>
              {note === null ? null : <span className="desk-note">{note}</span>}
            </div>
            <Button onPress={() => onTake(scene)} aria-label={t('versions.takeOne', { revision })}>
              {t('versions.take')}
            </Button>
          </li>
        ))}
      </ol>
      <Actions>
        <Button onPress={onClose}>{t('close')}</Button>
      </Actions>
    </Dialog>
  );
}
