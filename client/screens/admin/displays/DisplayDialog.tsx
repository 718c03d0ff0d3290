import { type ReactElement, useState } from 'react';
import type { DisplayRow } from '../../../../shared/contract/displays.ts';
import { Age } from '../../../ui/Age.tsx';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { Actions, Dialog } from '../../../ui/desk/Dialog.tsx';
import { exchange, type Refusal } from '../../../ui/desk/exchange.ts';
import { inWords } from '../../../ui/desk/refusal-words.ts';
import { formatDate, formatTime } from '../../../ui/format.ts';
import { useAdminWords } from '../words.ts';
import { DisplayLabel, PrintedLabel } from './DisplayLabel.tsx';
import { StateMark } from './StateMark.tsx';
import { useDisplayWords } from './words.ts';

type Props = {
  display: DisplayRow;
  wallName: string;
  /** The server's clock when the list was made. */
  now: number;
  mayManage: boolean;
  onClose: () => void;
  onChanged: () => void;
};

/** One display: what is known of it, its label, and taking it out after a plain question. */
export function DisplayDialog({ display, wallName, now, mayManage, onClose, onChanged }: Props): ReactElement {
  const { t, language } = useDisplayWords();
  const { t: ofAdmin } = useAdminWords();
  const [asks, setAsks] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { id, name, position, seenAt, createdAt, approvedBy, revoked } = display;
  const moment = (at: number): string => `${formatTime(at)}, ${formatDate(at, language)}`;

  const revoke = async (): Promise<void> => {
    setIsPending(true);
    const answer = await exchange<null>(`/admin/v1/displays/${encodeURIComponent(id)}`, { method: 'DELETE' });
    setIsPending(false);
    setAsks(false);
    setRefusal(answer.ok ? null : answer.error);
    onChanged();
  };

  if (asks)
    return (
      <Dialog title={t('one.askTitle', { name })} isOpen isQuestion onClose={() => setAsks(false)}>
        <p>{t('one.ask')}</p>
        <Actions>
          <Button kind="primary" isPending={isPending} onPress={() => void revoke()}>
            {t('one.yes')}
          </Button>
          <Button onPress={() => setAsks(false)}>{t('one.no')}</Button>
        </Actions>
      </Dialog>
    );
  return (
    <Dialog title={name} isOpen onClose={onClose}>
      {refusal && <Banner tone="wrong">{inWords(refusal, ofAdmin)}</Banner>}
      <dl className="display-facts">
        <dt>{t('displays.id')}</dt>
        <dd>{id}</dd>
        <dt>{t('displays.wall')}</dt>
        <dd>{wallName}</dd>
        <dt>{t('displays.position')}</dt>
        <dd>{position}</dd>
        <dt>{t('displays.state')}</dt>
        <dd>
          <StateMark display={display} />
        </dd>
        <dt>{t('displays.seen')}</dt>
        <dd>{seenAt === null ? t('displays.never') : <Age of={seenAt} now={now} />}</dd>
        <dt>{t('one.approved')}</dt>
        <dd>{t('one.approvedBy', { by: approvedBy, at: moment(createdAt) })}</dd>
        {revoked && (
          <>
            <dt>{t('one.revoked')}</dt>
            <dd>{t('one.revokedBy', { by: revoked.by, at: moment(revoked.at) })}</dd>
          </>
        )}
      </dl>
      <DisplayLabel display={display} wallName={wallName} />
      <PrintedLabel display={display} wallName={wallName} />
      <Actions>
        <Button kind="primary" onPress={() => window.print()}>
          {t('one.label')}
        </Button>
        {mayManage && !revoked && <Button onPress={() => setAsks(true)}>{t('one.revoke')}</Button>}
        <Button onPress={onClose}>{t('one.close')}</Button>
      </Actions>
    </Dialog>
  );
}
