import { type ReactElement, useState } from 'react';
import type { SourceIssued, SourceListing } from '../../../../shared/contract/ingest-admin.ts';
import { RIGHTS } from '../../../../shared/rules/rights.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { DataTable } from '../../../ui/desk/DataTable.tsx';
import { Actions, Dialog } from '../../../ui/desk/Dialog.tsx';
import { exchange } from '../../../ui/desk/exchange.ts';
import { inWords } from '../../../ui/desk/refusal-words.ts';
import { useAnswer } from '../../../ui/desk/use-answer.ts';
import { ageInWords, spanInWords, type Translate } from '../../../ui/format.ts';
import { useWords } from '../../../ui/words.ts';
import { AskedFrame } from '../AskedFrame.tsx';
import type { SectionProps } from '../section-props.ts';
import { useAdminWords } from '../words.ts';
import { Issued } from './Issued.tsx';
import { RegisterSource } from './RegisterSource.tsx';
import './sources.css';
import { useSourceWords } from './words.ts';

const EVERY_MS = 5000;
const QUIET = new Set(['online']);

/** Who hands data in, whether it still speaks, and its tokens (HP-3.2). */
export function SourcesSection({ person }: SectionProps): ReactElement {
  const { t } = useSourceWords();
  const { t: shell } = useAdminWords();
  const { t: word } = useWords();
  const sources = useAnswer<{ items: SourceListing[] }>('/admin/v1/sources', EVERY_MS);
  const [asked, setAsked] = useState<SourceListing | null>(null);
  const [issued, setIssued] = useState<SourceIssued | null>(null);
  const [said, setSaid] = useState<{ tone: 'note' | 'wrong'; text: string } | null>(null);
  const mayManage = RIGHTS[person.role].may['source:manage'] !== undefined;
  const now = Date.now();

  const revoke = async (source: SourceListing): Promise<void> => {
    setAsked(null);
    const answer = await exchange(`/admin/v1/sources/${encodeURIComponent(source.id)}`, { method: 'DELETE' });
    setSaid(
      answer.ok ? { tone: 'note', text: t('revoked', { name: source.name }) } : { tone: 'wrong', text: inWords(answer.error, shell) },
    );
    sources.again();
  };

  return (
    <>
      <h1>{t('title')}</h1>
      {said && <Banner tone={said.tone}>{said.text}</Banner>}
      <AskedFrame of={sources}>
        <DataTable<SourceListing>
          label={t('list')}
          items={sources.value?.items ?? []}
          keyOf={({ id }) => id}
          empty={t('none')}
          columns={[
            {
              key: 'name',
              name: t('name'),
              isRowHeader: true,
              sortBy: ({ name }) => name,
              show: ({ name, id, drill }) => (
                <>
                  {name} <span className="quiet">{id}</span> {drill && <strong className="source-drill">{t('drill')}</strong>}
                </>
              ),
            },
            { key: 'feed', name: t('feed'), sortBy: ({ feed }) => feed, show: ({ feed }) => t(`feeds.${feed}`) },
            {
              key: 'state',
              name: t('state'),
              sortBy: ({ state }) => state,
              show: ({ state, since }) => (
                <span className="source-state" data-abnormal={!QUIET.has(state)}>
                  {word(`vocabulary:sourceState.${state}`)}
                  {since !== null && <span className="quiet"> {spanInWords(now - Date.parse(since), word)}</span>}
                </span>
              ),
            },
            {
              key: 'last',
              name: t('last'),
              sortBy: ({ lastMessageAt }) => lastMessageAt ?? '',
              show: ({ lastMessageAt }) => (lastMessageAt === null ? t('never') : ageInWords(now - Date.parse(lastMessageAt), word)),
            },
            {
              key: 'promise',
              name: t('promise'),
              show: ({ expectedIntervalMs, toleranceMs }) =>
                t('promised', { every: seconds(expectedIntervalMs, word), late: seconds(toleranceMs, word) }),
            },
            ...(mayManage
              ? [
                  {
                    key: 'revoke',
                    name: t('revoke'),
                    show: (source: SourceListing) =>
                      source.feed === 'http' && (
                        <Button kind="quiet" onPress={() => setAsked(source)} aria-label={`${t('revoke')}: ${source.name}`}>
                          {t('revoke')}
                        </Button>
                      ),
                  },
                ]
              : []),
          ]}
        />
        {mayManage && (
          <RegisterSource
            onIssued={(next) => {
              setIssued(next);
              setSaid(null);
              sources.again();
            }}
          />
        )}
      </AskedFrame>
      {issued && <Issued issued={issued} onDone={() => setIssued(null)} />}
      <Dialog title={t('asked.title', { name: asked?.name ?? '' })} isOpen={asked !== null} onClose={() => setAsked(null)} isQuestion>
        <p>{t('asked.text')}</p>
        <Actions>
          <Button kind="primary" onPress={() => asked && void revoke(asked)}>
            {t('asked.yes')}
          </Button>
          <Button autoFocus onPress={() => setAsked(null)}>
            {shell('cancel')}
          </Button>
        </Actions>
      </Dialog>
    </>
  );
}

/** A promise under a minute is in seconds, and never "now". */
const seconds = (ms: number, t: Translate): string =>
  ms < 60_000 ? t('ui:span.seconds', { n: Math.round(ms / 1000) }) : spanInWords(ms, t);
