import { type ReactElement, useState } from 'react';
import type { WallRow } from '../../../../shared/contract/displays.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { Actions, Dialog } from '../../../ui/desk/Dialog.tsx';
import { exchange, type Refusal } from '../../../ui/desk/exchange.ts';
import { inWords } from '../../../ui/desk/refusal-words.ts';
import { TextField } from '../../../ui/desk/TextField.tsx';
import { useAdminWords } from '../words.ts';
import { useDisplayWords } from './words.ts';

/** A new wall: its id for good, its name. */
export function WallDialog({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }): ReactElement {
  const { t } = useDisplayWords();
  const { t: ofAdmin } = useAdminWords();
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const add = async (): Promise<void> => {
    const answer = await exchange<WallRow>('/admin/v1/walls', { method: 'POST', body: JSON.stringify({ id: id.trim(), name }) });
    if (!answer.ok) return setRefusal(answer.error);
    onAdded();
    onClose();
  };
  return (
    <Dialog title={t('walls.add')} isOpen onClose={onClose}>
      <form
        className="displays-form"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        {refusal && refusal.status !== 409 && <Banner tone="wrong">{inWords(refusal, ofAdmin)}</Banner>}
        <TextField label={t('walls.name')} value={name} onChange={setName} autoFocus />
        <TextField
          label={t('walls.id')}
          description={t('walls.idNote')}
          value={id}
          onChange={setId}
          isVerbatim
          {...(refusal?.status === 409 ? { error: t('walls.taken') } : {})}
        />
        <Actions>
          <Button kind="primary" type="submit">
            {t('walls.save')}
          </Button>
          <Button onPress={onClose}>{t('walls.cancel')}</Button>
        </Actions>
      </form>
    </Dialog>
  );
}
