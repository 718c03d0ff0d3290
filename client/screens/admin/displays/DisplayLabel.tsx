import './display-label.css';
import type { ReactElement } from 'react';
import { createPortal } from 'react-dom';
import type { DisplayRow } from '../../../../shared/contract/displays.ts';
import { QrCode } from '../../../ui/QrCode.tsx';
import { labelUrl } from './asked-for.ts';
import { useDisplayWords } from './words.ts';

type Props = { display: Pick<DisplayRow, 'id' | 'name' | 'position'>; wallName: string };

/** The sticker on a display's frame, 70 × 30 mm: who it is, and where its page is (AG-6.1). */
export function DisplayLabel({ display: { id, name, position }, wallName }: Props): ReactElement {
  const { t } = useDisplayWords();
  return (
    <div className="display-label">
      <QrCode className="display-label__qr" text={labelUrl(location.origin, id)} name={t('label.qr', { id })} />
      <div className="display-label__text">
        <p className="display-label__id">{id}</p>
        <p>{name}</p>
        <p>{wallName}</p>
        <p>{t('label.position', { position })}</p>
      </div>
    </div>
  );
}

/** The same where only the printer sees it; then it is all that is printed. */
export const PrintedLabel = (props: Props): ReactElement =>
  createPortal(
    <div className="printed-label" aria-hidden="true">
      <DisplayLabel {...props} />
    </div>,
    document.body,
  );
