import type { ReactElement } from 'react';
import { useAdminWords } from '../words.ts';

export function LedgerSection(): ReactElement {
  const { t } = useAdminWords();
  return <h1>{t('sections.ledger')}</h1>;
}
