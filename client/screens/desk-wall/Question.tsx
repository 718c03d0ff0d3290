import type { ReactElement, ReactNode } from 'react';
import { Button } from '../../ui/desk/Button.tsx';
import { Actions, Dialog } from '../../ui/desk/Dialog.tsx';
import { useDeskWords } from './words.ts';

type Props = { title: string; children: ReactNode; yes: string; onYes: () => void; onClose: () => void };

/** Asked before what cannot be taken back. */
export function Question({ title, children, yes, onYes, onClose }: Props): ReactElement {
  const { t } = useDeskWords();
  return (
    <Dialog title={title} isOpen isQuestion onClose={onClose}>
      <p>{children}</p>
      <Actions>
        <Button
          kind="primary"
          onPress={() => {
            onClose();
            onYes();
          }}
        >
          {yes}
        </Button>
        <Button onPress={onClose} autoFocus>
          {t('cancel')}
        </Button>
      </Actions>
    </Dialog>
  );
}
