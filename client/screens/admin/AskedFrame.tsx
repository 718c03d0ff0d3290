import type { ReactElement, ReactNode } from 'react';
import { Banner } from '../../ui/desk/Banner.tsx';
import { Button } from '../../ui/desk/Button.tsx';
import { inWords } from '../../ui/desk/refusal-words.ts';
import type { Asked } from '../../ui/desk/use-answer.ts';
import { useAdminWords } from './words.ts';

/** What a section shows once the server has answered; until then that it waits, and when it fails why. What came before stays. */
export function AskedFrame({ of, children }: { of: Asked<unknown>; children: ReactNode }): ReactElement {
  const { t } = useAdminWords();
  return (
    <>
      {of.error && (
        <Banner tone="wrong" action={<Button onPress={of.again}>{t('again')}</Button>}>
          {inWords(of.error, t)}
        </Banner>
      )}
      {of.isLoading && <p role="status">{t('loading')}</p>}
      {of.value !== null && children}
    </>
  );
}
