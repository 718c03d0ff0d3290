import { type ReactElement, useState } from 'react';
import type { SceneConflict } from '../../../shared/contract/direction.ts';
import type { Scene } from '../../../shared/contract/scene.ts';
import type { Finding } from '../../../shared/rules/legibility.ts';
import { Banner } from '../../ui/desk/Banner.tsx';
import { Button } from '../../ui/desk/Button.tsx';
import { CheckboxField } from '../../ui/desk/CheckboxField.tsx';
import { Actions, Dialog } from '../../ui/desk/Dialog.tsx';
import type { Refusal } from '../../ui/desk/exchange.ts';
import { inWords } from '../../ui/desk/refusal-words.ts';
import { TextField } from '../../ui/desk/TextField.tsx';
import { publish } from './exchange.ts';
import { Findings } from './Findings.tsx';
import { useSceneWords } from './words.ts';

type Props = {
  scene: Scene;
  basedOn: number;
  /** null: the check has not come round yet. */
  findings: readonly Finding[] | null;
  /** On what it was measured. */
  measuredOn: string;
  onClose: () => void;
  onBasedOn: (revision: number) => void;
  onPublished: (revision: number) => void;
};

/** Nothing that cannot be read from the seats goes out; what is doubtful goes out when somebody says so; and never over another's work unseen. */
export function PublishDialog({ scene, basedOn, findings, measuredOn, onClose, onBasedOn, onPublished }: Props): ReactElement {
  const { t } = useSceneWords();
  const [note, setNote] = useState('');
  const [isSure, setSure] = useState(false);
  const [isSending, setSending] = useState(false);
  const [failed, setFailed] = useState<Refusal | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const refused = findings?.filter(({ verdict }) => verdict === 'refuse') ?? [];
  const warned = findings?.filter(({ verdict }) => verdict === 'warn') ?? [];
  const mayGo = findings !== null && refused.length === 0 && (warned.length === 0 || isSure);

  const send = async (over: number): Promise<void> => {
    setSending(true);
    const answer = await publish({
      ...{ scene, basedOn: over, note: note.trim() === '' ? null : note.trim() },
      measured: findings && { on: measuredOn, doubted: warned.length },
    });
    setSending(false);
    if (!answer.ok) return setFailed(answer.error);
    setFailed(null);
    setDone(answer.value.revision);
    onPublished(answer.value.revision);
  };

  if (done !== null)
    return (
      <Dialog title={t('publish.done', { revision: done })} isOpen onClose={onClose}>
        <p role="status">{t('publish.doneNote', { name: scene.name })}</p>
        <Actions>
          <Button kind="primary" autoFocus onPress={onClose}>
            {t('close')}
          </Button>
        </Actions>
      </Dialog>
    );
  // Whose publication came between.
  const conflict = failed?.status === 409 ? (failed.body as Partial<SceneConflict> | null) : null;
  const between = conflict?.revision ?? null;
  return (
    <Dialog title={t('publish.title', { name: scene.name })} isOpen onClose={onClose}>
      {refused.length > 0 ? <Banner tone="wrong">{t('publish.refused', { count: refused.length })}</Banner> : null}
      {refused.length === 0 && warned.length > 0 ? <Banner tone="attention">{t('publish.warned', { count: warned.length })}</Banner> : null}
      <Findings findings={findings} scene={scene} />
      {refused.length === 0 && warned.length > 0 ? (
        <CheckboxField isSelected={isSure} onChange={setSure}>
          {t('publish.anyway')}
        </CheckboxField>
      ) : null}
      {refused.length === 0 ? <TextField label={t('publish.note')} value={note} onChange={setNote} maxLength={300} /> : null}
      {failed && between === null ? <Banner tone="wrong">{inWords(failed, t)}</Banner> : null}
      {between !== null ? (
        <Banner
          tone="wrong"
          action={
            <Button
              isPending={isSending}
              onPress={() => {
                onBasedOn(between);
                void send(between);
              }}
            >
              {t('publish.over', { revision: between })}
            </Button>
          }
        >
          {conflict?.by
            ? t('publish.between', { name: conflict.by, revision: between })
            : t('publish.betweenNobody', { revision: between })}
        </Banner>
      ) : null}
      <Actions>
        {refused.length === 0 ? (
          <Button kind="primary" isDisabled={!mayGo || between !== null} isPending={isSending} onPress={() => void send(basedOn)}>
            {t('publish.go')}
          </Button>
        ) : null}
        <Button onPress={onClose}>{t(refused.length > 0 ? 'publish.fix' : 'cancel')}</Button>
      </Actions>
    </Dialog>
  );
}
