import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

type Props = {
  title: string;
  isOpen: boolean;
  /** By Escape, or by one of its buttons. */
  onClose: () => void;
  children: ReactNode;
  /** Asks before something that cannot be undone: read aloud at once, and a press beside it does not close it. */
  isQuestion?: boolean;
};

/** Stands over the screen and keeps the focus until it is answered; then the focus goes back to where it was. */
export function Dialog({ title, isOpen, onClose, children, isQuestion = false }: Props) {
  return (
    <ModalOverlay
      className="desk-veil"
      isOpen={isOpen}
      isDismissable={!isQuestion}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className="desk-dialog">
        <AriaDialog className="desk-dialog-body" role={isQuestion ? 'alertdialog' : 'dialog'}>
          <Heading slot="title">{title}</Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The buttons that end a form or a dialog: what it is for first, then the way out. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className="desk-actions">{children}</div>;
}
