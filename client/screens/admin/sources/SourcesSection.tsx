import type { ReactElement } from 'react';
import { useAdminWords } from '../words.ts';

export function SourcesSection(): ReactElement {
  const { t } = useAdminWords();
  return <h1>{t('sections.sources')}</h1>;
}
