import { type ReactElement, useState } from 'react';
import type { LedgerListing } from '../../../../shared/contract/ingest-admin.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { type DataColumn, DataTable } from '../../../ui/desk/DataTable.tsx';
import { SelectField } from '../../../ui/desk/SelectField.tsx';
import { useAnswer } from '../../../ui/desk/use-answer.ts';
import { formatDate, formatHour, formatNumber } from '../../../ui/format.ts';
import { AskedFrame } from '../AskedFrame.tsx';
import './ledger.css';
import { type Grain, type LedgerSum, summed, totalOf } from './sums.ts';
import { useLedgerWords } from './words.ts';

const EVERY_MS = 15_000;
const HOUR_MS = 3_600_000;
const STEP_MS = 600_000;
const SPANS = ['1', '24', '168', '744'] as const;
type Span = (typeof SPANS)[number];
/** What a span is summed by, so that a page stays readable. */
const GRAINS: Readonly<Record<Span, readonly Grain[]>> = {
  '1': ['minute', 'hour'],
  '24': ['hour', 'day'],
  '168': ['hour', 'day'],
  '744': ['day'],
};
const COUNTS = ['received', 'stored', 'duplicate', 'quarantined', 'refused'] as const;

/** Received = stored + duplicate + quarantined + refused, by source and time (LOSS1, HP-3.2). */
export function LedgerSection(): ReactElement {
  const { t, language } = useLedgerWords();
  const [span, setSpan] = useState<Span>('1');
  const [grain, setGrain] = useState<Grain>('minute');
  const by = GRAINS[span].includes(grain) ? grain : (GRAINS[span][0] ?? 'day');
  // Moves on in steps, so that the same question is asked for a while; never over the 31 days that the server takes.
  const stepped = Math.ceil(Date.now() / STEP_MS) * STEP_MS;
  const from = new Date(stepped - Number(span) * HOUR_MS).toISOString();
  const ledger = useAnswer<LedgerListing>(`/admin/v1/ledger?from=${from}`, EVERY_MS);
  const sums = summed(ledger.value?.rows ?? [], by);
  const total = totalOf(sums);
  const own = { administrator: t('own.administrator'), reference: t('own.reference') } as Readonly<Record<string, string>>;
  const nameOf = (source: string): string => ledger.value?.names[source] ?? own[source] ?? t('unnamed');
  const figure = (n: number): string => formatNumber(n, 0, language);

  return (
    <>
      <h1>{t('title')}</h1>
      <p>{t('intro')}</p>
      <div className="ledger-asked">
        <SelectField
          label={t('span')}
          placeholder={t('span')}
          value={span}
          options={SPANS.map((value) => ({ value, label: t(`spans.${value}`) }))}
          onChange={setSpan}
        />
        <SelectField
          label={t('by')}
          placeholder={t('by')}
          value={by}
          options={GRAINS[span].map((value) => ({ value, label: t(value) }))}
          onChange={setGrain}
        />
      </div>
      <AskedFrame of={ledger}>
        {total.received > 0 && total.rowsOff === 0 && (
          <Banner>
            {t('allBalanced', {
              received: figure(total.received),
              stored: figure(total.stored),
              duplicate: figure(total.duplicate),
              quarantined: figure(total.quarantined),
              refused: figure(total.refused),
            })}
          </Banner>
        )}
        {total.rowsOff > 0 && <Banner tone="wrong">{t('someOff', { n: total.rowsOff, off: figure(total.off) })}</Banner>}
        <DataTable<LedgerSum>
          label={t('list')}
          items={sums}
          keyOf={({ source, at }) => `${source} ${at}`}
          empty={t('none')}
          columns={[
            {
              key: 'time',
              name: t('time'),
              sortBy: ({ at }) => at,
              show: ({ at }) => (by === 'day' ? formatDate(at, language) : `${formatHour(at)} ${formatDate(at, language)}`),
            },
            {
              key: 'source',
              name: t('source'),
              isRowHeader: true,
              sortBy: ({ source }) => nameOf(source),
              show: ({ source }) => (
                <>
                  {nameOf(source)} <span className="quiet">{source}</span>
                </>
              ),
            },
            ...COUNTS.map(
              (count): DataColumn<LedgerSum> => ({
                key: count,
                name: t(count),
                isFigure: true,
                sortBy: (sum) => sum[count],
                show: (sum) => figure(sum[count]),
              }),
            ),
            {
              key: 'balance',
              name: t('balance'),
              sortBy: ({ off }) => -off,
              show: ({ off }) =>
                off === 0 ? (
                  <span className="quiet">{t('balanced')}</span>
                ) : (
                  <strong className="ledger-off">{t('off', { n: figure(off) })}</strong>
                ),
            },
          ]}
        />
      </AskedFrame>
    </>
  );
}
