import { type ReactElement, useState } from 'react';
import type { QuarantineListing } from '../../../../shared/contract/ingest-admin.ts';
import { RIGHTS } from '../../../../shared/rules/rights.ts';
import { Button } from '../../../ui/desk/Button.tsx';
import { DataTable } from '../../../ui/desk/DataTable.tsx';
import { Actions, Dialog } from '../../../ui/desk/Dialog.tsx';
import { SelectField } from '../../../ui/desk/SelectField.tsx';
import { useAnswer } from '../../../ui/desk/use-answer.ts';
import { ageInWords, formatDate, formatTime } from '../../../ui/format.ts';
import { useWords } from '../../../ui/words.ts';
import { AskedFrame } from '../AskedFrame.tsx';
import type { SectionProps } from '../section-props.ts';
import { QuarantineItem } from './QuarantineItem.tsx';
import './quarantine.css';
import { useQuarantineWords } from './words.ts';

const PAGE = 50;

/** What could not be stored: why, where in it, and a second try (QUAR1–QUAR4). */
export function QuarantineSection({ person }: SectionProps): ReactElement {
  const { t, language } = useQuarantineWords();
  const { t: word } = useWords();
  const [which, setWhich] = useState<'open' | 'all'>('open');
  /** The last id of each page before this one. */
  const [pages, setPages] = useState<readonly string[]>([]);
  const before = pages.at(-1);
  const path = `/admin/v1/quarantine?limit=${PAGE}&open=${which === 'open'}${before ? `&before=${before}` : ''}`;
  const items = useAnswer<{ items: QuarantineListing[] }>(path);
  const [chosen, setChosen] = useState<QuarantineListing | null>(null);
  const now = Date.now();
  const rows = items.value?.items ?? [];

  return (
    <>
      <h1>{t('title')}</h1>
      <p>{t('intro')}</p>
      <div className="quarantine-asked">
        <SelectField
          label={t('which')}
          placeholder={t('which')}
          value={which}
          options={[
            { value: 'open', label: t('open') },
            { value: 'all', label: t('all') },
          ]}
          onChange={(next) => {
            setWhich(next);
            setPages([]);
          }}
        />
      </div>
      <AskedFrame of={items}>
        <DataTable<QuarantineListing>
          label={t('list')}
          items={rows}
          keyOf={({ id }) => id}
          empty={t(which === 'open' ? 'none' : 'noneAtAll')}
          onOpen={setChosen}
          columns={[
            {
              key: 'received',
              name: t('received'),
              show: ({ receivedAt }) => (
                <time dateTime={receivedAt} title={formatDate(Date.parse(receivedAt), language)}>
                  {formatTime(Date.parse(receivedAt))} <span className="quiet">{ageInWords(now - Date.parse(receivedAt), word)}</span>
                </time>
              ),
            },
            { key: 'source', name: t('source'), isRowHeader: true, show: ({ source }) => source },
            { key: 'channel', name: t('channel'), show: ({ channel }) => channel },
            { key: 'pointer', name: t('pointer'), show: ({ pointer }) => (pointer === '' ? t('whole') : <code>{pointer}</code>) },
            { key: 'reason', name: t('reason'), show: ({ reason }) => <span lang="en">{reason}</span> },
            {
              key: 'state',
              name: t('state'),
              show: ({ replayed }) =>
                replayed ? t('replayed', { by: replayed.by, when: ageInWords(now - Date.parse(replayed.at), word) }) : t('waiting'),
            },
          ]}
        />
        <Actions>
          <span className="quiet">{t('page', { n: pages.length + 1 })}</span>
          {pages.length > 0 && <Button onPress={() => setPages([])}>{t('first')}</Button>}
          {rows.length === PAGE && <Button onPress={() => setPages([...pages, rows.at(-1)?.id ?? ''])}>{t('next')}</Button>}
        </Actions>
      </AskedFrame>
      <Dialog title={`${t('item')} · ${chosen?.source ?? ''}`} isOpen={chosen !== null} onClose={() => setChosen(null)}>
        {chosen && (
          <QuarantineItem
            item={chosen}
            mayReplay={RIGHTS[person.role].may['quarantine:replay'] !== undefined}
            onReplayed={items.again}
            onClose={() => setChosen(null)}
          />
        )}
      </Dialog>
    </>
  );
}
