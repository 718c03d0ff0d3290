import './audit.css';
import { type ReactElement, useState } from 'react';
import type { AuditEntry, AuditListing } from '../../../../shared/contract/audit.ts';
import type { PersonListing } from '../../../../shared/contract/people.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { DataTable } from '../../../ui/desk/DataTable.tsx';
import { exchange, type Refusal } from '../../../ui/desk/exchange.ts';
import { inWords } from '../../../ui/desk/refusal-words.ts';
import { useAnswer } from '../../../ui/desk/use-answer.ts';
import { formatNumber, formatTime } from '../../../ui/format.ts';
import { useWords } from '../../../ui/words.ts';
import { useAdminWords } from '../words.ts';
import { actWords, detailWords, subjectWords } from './act-words.ts';
import { ChainPanel } from './ChainPanel.tsx';
import { Exports } from './Exports.tsx';
import { SearchForm } from './SearchForm.tsx';
import { NO_SEARCH, queryOf, type Search, searchOf } from './search.ts';
import { dayOf, useAuditWords } from './words.ts';

/** Who saw this camera, this report, this person, and why (AG-6.3, AG-12). */
export function AuditSection(): ReactElement {
  const { t } = useAuditWords();
  const [search, setSearch] = useState<Search>(() => searchOf(location.search));
  const query = queryOf(search).toString();
  const people = useAnswer<{ people: PersonListing[] }>('/admin/v1/people');
  const nameOf = (id: string): string | undefined => people.value?.people.find((person) => person.id === id)?.name;
  return (
    <>
      <h1>{t('title')}</h1>
      <ChainPanel />
      <SearchForm search={search} onSearch={setSearch} />
      {search.actor !== '' && (
        <Banner action={<Button onPress={() => setSearch({ ...search, actor: '' })}>{t('everybody')}</Button>}>
          {t('onlyActor', { actor: nameOf(search.actor) ?? search.actor })}
        </Banner>
      )}
      {/* With the names there from the beginning no row changes under who reads it. */}
      {!people.isLoading && <Entries key={query} query={query} nameOf={nameOf} onActor={(actor) => setSearch({ ...NO_SEARCH, actor })} />}
    </>
  );
}

type EntriesProps = { query: string; nameOf: (person: string) => string | undefined; onActor: (id: string) => void };

function Entries({ query, nameOf, onActor }: EntriesProps): ReactElement {
  const { t, language } = useAuditWords();
  const { t: shell } = useAdminWords();
  const { t: word } = useWords();
  const first = useAnswer<AuditListing>(`/audit/v1/entries?${query}`);
  const [more, setMore] = useState<{ entries: AuditEntry[]; next: number | null } | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const entries = [...(first.value?.entries ?? []), ...(more?.entries ?? [])];
  const next = more ? more.next : (first.value?.next ?? null);

  const readOn = async (): Promise<void> => {
    const answer = await exchange<AuditListing>(`/audit/v1/entries?${query}${query === '' ? '' : '&'}before=${next}`);
    setRefusal(answer.ok ? null : answer.error);
    if (answer.ok) setMore({ entries: [...(more?.entries ?? []), ...answer.value.entries], next: answer.value.next });
  };
  const again = (): void => {
    setMore(null);
    first.again();
  };
  const wrong = first.error ?? refusal;

  return (
    <section className="audit-entries" aria-label={t('entries')}>
      <div className="audit-bar">
        <p role="status">
          {first.isLoading ? shell('loading') : t(next === null ? 'count' : 'countMore', { n: formatNumber(entries.length, 0, language) })}
        </p>
        <Button onPress={again}>{t('refresh')}</Button>
        <Exports query={query} />
      </div>
      {wrong && (
        <Banner tone="wrong" action={<Button onPress={again}>{shell('again')}</Button>}>
          {inWords(wrong, shell)}
        </Banner>
      )}
      <DataTable
        label={t('entries')}
        items={entries}
        keyOf={({ n }) => String(n)}
        empty={first.isLoading ? shell('loading') : t('none')}
        columns={[
          { key: 'n', name: t('column.n'), isFigure: true, show: ({ n }) => formatNumber(n, 0, language) },
          {
            key: 'at',
            name: t('column.at'),
            show: ({ at }) => (
              <>
                {formatTime(at)} <span className="quiet audit-day">{dayOf(at)}</span>
              </>
            ),
          },
          {
            key: 'who',
            name: t('column.who'),
            show: ({ actor, actorName }) => (
              <Button kind="quiet" aria-label={t('allOf', { name: actorName })} onPress={() => onActor(actor)}>
                {actorName}
              </Button>
            ),
          },
          {
            key: 'what',
            name: t('column.what'),
            isRowHeader: true,
            show: (entry) => (
              <>
                {entry.outcome === 'done' ? null : <strong className="audit-outcome">{t(`outcomes.${entry.outcome}`)}</strong>}
                {actWords(entry, t, word)}
              </>
            ),
          },
          { key: 'subject', name: t('column.subject'), show: ({ subject }) => subjectWords(subject, t, nameOf) },
          {
            key: 'why',
            name: t('column.why'),
            show: (entry) => (
              <>
                {entry.purpose}
                <span className="quiet audit-detail">{detailWords(entry, t, word)}</span>
              </>
            ),
          },
        ]}
      />
      {next !== null && <Button onPress={() => void readOn()}>{t('more')}</Button>}
    </section>
  );
}
