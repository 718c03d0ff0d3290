import type { ReactElement } from 'react';
import { useAdminWords } from '../words.ts';

export function QuarantineSection(): ReactElement {
  const { t } = useAdminWords();
  return <h1>{t('sections.quarantine')}</h1>;
}
