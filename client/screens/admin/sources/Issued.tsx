import { type ReactElement, useState } from 'react';
import type { SourceIssued } from '../../../../shared/contract/ingest-admin.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { Actions, Dialog } from '../../../ui/desk/Dialog.tsx';
import { TextField } from '../../../ui/desk/TextField.tsx';
import { useSourceWords } from './words.ts';

/** Token and signing secret, this once. Nothing but its own button closes it: a stray key would lose them. */
export function Issued({ issued, onDone }: { issued: SourceIssued; onDone: () => void }): ReactElement {
  const { t } = useSourceWords();
  return (
    <Dialog title={t('issued.title', { source: issued.source })} isOpen onClose={() => undefined} isQuestion>
      <Banner tone="attention">{t('issued.once')}</Banner>
      <Secret label={t('issued.token')} value={issued.token} />
      <Secret label={t('issued.secret')} value={issued.signingSecret} />
      <Actions>
        <Button kind="primary" onPress={onDone}>
          {t('issued.done')}
        </Button>
      </Actions>
    </Dialog>
  );
}

function Secret({ label, value }: { label: string; value: string }): ReactElement {
  const { t } = useSourceWords();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // Over plain http a browser has no clipboard: the field can still be selected and copied by hand.
      setCopied(false);
    }
  };
  return (
    <TextField
      label={label}
      value={value}
      isReadOnly
      after={
        <Button onPress={() => void copy()} aria-label={`${t('issued.copy')}: ${label}`}>
          {t(copied ? 'issued.copied' : 'issued.copy')}
        </Button>
      }
    />
  );
}
