import type { ReactElement } from 'react';
import { useAdminWords } from '../words.ts';

export function AreasSection(): ReactElement {
  const { t } = useAdminWords();
  return <h1>{t('sections.areas')}</h1>;
}
