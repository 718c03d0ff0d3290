import { type ReactElement, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import type { AreaFault, AreasImport } from '../../../../shared/contract/areas.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { DataTable } from '../../../ui/desk/DataTable.tsx';
import { Actions } from '../../../ui/desk/Dialog.tsx';
import { exchange, type Refusal } from '../../../ui/desk/exchange.ts';
import { inWords } from '../../../ui/desk/refusal-words.ts';
import { useAdminWords } from '../words.ts';
import { useAreaWords } from './words.ts';

type State =
  | { kind: 'idle' }
  | { kind: 'busy'; file: File; storing: boolean }
  | { kind: 'previewed' | 'stored'; file: File; result: AreasImport }
  | { kind: 'refused'; file: File; refusal: Refusal };

const ROUTE = '/admin/v1/areas/import';

/** A table is checked before it is stored, and stored whole or not at all. */
export function AreaImport({ onStored }: { onStored: () => void }): ReactElement {
  const { t } = useAreaWords();
  const { t: shell } = useAdminWords();
  const [state, setState] = useState<State>({ kind: 'idle' });

  const send = async (file: File, storing: boolean): Promise<void> => {
    setState({ kind: 'busy', file, storing });
    const answer = await exchange<AreasImport>(`${ROUTE}${storing ? '' : '?preview=true'}`, {
      method: 'POST',
      body: file,
      type: 'text/csv',
    });
    if (answer.ok) setState({ kind: storing ? 'stored' : 'previewed', file, result: answer.value });
    else if (isImport(answer.error.body)) setState({ kind: 'previewed', file, result: answer.error.body });
    else setState({ kind: 'refused', file, refusal: answer.error });
    if (answer.ok && storing) onStored();
  };

  return (
    <section className="area-import" aria-labelledby="area-import">
      <h2 id="area-import">{t('import.title')}</h2>
      <p>{t('import.intro')}</p>
      <p className="quiet">{t('import.columns')}</p>
      <Actions>
        <FileTrigger
          acceptedFileTypes={['.csv', 'text/csv']}
          onSelect={(files) => {
            const file = files?.[0];
            if (file) void send(file, false);
          }}
        >
          <Button isPending={state.kind === 'busy'}>{t('import.choose')}</Button>
        </FileTrigger>
        {state.kind !== 'idle' && <span>{t('import.file', { name: state.file.name })}</span>}
      </Actions>
      <div aria-live="polite" className="area-import-result">
        {state.kind === 'busy' && <p>{t(state.storing ? 'import.storing' : 'import.checking')}</p>}
        {state.kind === 'refused' && <Banner tone="wrong">{inWords(state.refusal, shell)}</Banner>}
        {state.kind === 'stored' && (
          <Banner>{t('import.stored', { added: state.result.added.length, changed: state.result.changed.length })}</Banner>
        )}
        {state.kind === 'previewed' && <Previewed result={state.result} onStore={() => void send(state.file, true)} />}
      </div>
    </section>
  );
}

const isImport = (body: unknown): body is AreasImport => typeof body === 'object' && body !== null && 'faultCount' in body;

function Previewed({ result, onStore }: { result: AreasImport; onStore: () => void }): ReactElement {
  const { t } = useAreaWords();
  const { rows, added, changed, unchanged, faults, faultCount } = result;
  if (faultCount > 0) {
    return (
      <>
        <Banner tone="wrong">{t('import.faulty', { n: faultCount })}</Banner>
        <DataTable<AreaFault>
          label={t('import.faults')}
          items={faults}
          keyOf={({ row, column, code, found }) => `${row} ${column} ${code} ${found}`}
          empty=""
          columns={[
            { key: 'row', name: t('import.row'), isFigure: true, show: ({ row }) => row ?? '–' },
            { key: 'column', name: t('import.column'), show: ({ row, column }) => column ?? (row === null ? t('import.whole') : '–') },
            { key: 'fault', name: t('import.fault'), isRowHeader: true, show: ({ code, found }) => t(`fault.${code}`, { found }) },
          ]}
        />
        {faultCount > faults.length && <p>{t('import.more', { n: faultCount - faults.length })}</p>}
      </>
    );
  }
  const changes = added.length + changed.length;
  return (
    <>
      <h3>{t('import.preview')}</h3>
      <p>
        {changes === 0 ? t('import.same', { rows }) : t('import.clean', { rows, added: added.length, changed: changed.length, unchanged })}
      </p>
      {added.length > 0 && (
        <p>
          {t('import.added')}: <span className="quiet">{added.join(', ')}</span>
        </p>
      )}
      {changed.length > 0 && (
        <p>
          {t('import.changed')}: <span className="quiet">{changed.join(', ')}</span>
        </p>
      )}
      {changes > 0 && (
        <Actions>
          <Button kind="primary" onPress={onStore}>
            {t('import.store')}
          </Button>
        </Actions>
      )}
    </>
  );
}
