import type { ReactElement } from 'react';
import type { AccessChangeList, AccessChangeListing } from '../../../../shared/contract/walls.ts';
import { type DataColumn, DataTable } from '../../../ui/desk/DataTable.tsx';
import { useAnswer } from '../../../ui/desk/use-answer.ts';
import { formatDate, formatNumber, formatTime, type Translate } from '../../../ui/format.ts';
import { AskedFrame } from '../AskedFrame.tsx';
import vi from './vi.json';
import { useWallWords } from './words.ts';

const ASK_EVERY_MS = 5000;

const socketsOf = ({ nodes }: AccessChangeListing): number => nodes.reduce((sum, { sockets }) => sum + sockets, 0);

/** Reasons are words of the server's; one that this screen does not know is shown as it is. */
const KNOWN: ReadonlySet<string> = new Set(Object.keys(vi.changes.why));
const reasonInWords = (reason: string, t: Translate): string =>
  reason
    .split('+')
    .map((one) => (KNOWN.has(one) ? t(`changes.why.${one}`) : one))
    .join(', ');

/** `/admin/revocation`: how soon every change of rights reached every open connection, as measured (SEC3). */
export function ChangesSection(): ReactElement {
  const { t, language } = useWallWords();
  const changes = useAnswer<AccessChangeList>('/admin/v1/access-changes', ASK_EVERY_MS);
  const figure = (n: number): string => formatNumber(n, 0, language);
  const took = changes.value?.tookMs;
  const columns: readonly DataColumn<AccessChangeListing>[] = [
    {
      key: 'at',
      name: t('changes.at'),
      isRowHeader: true,
      sortBy: ({ at }) => at,
      show: ({ at }) => `${formatTime(at)}, ${formatDate(at, language)}`,
    },
    {
      key: 'subject',
      name: t('changes.subject'),
      sortBy: ({ subject }) => subject.kind,
      show: ({ subject: { kind, id, name } }) => (
        <>
          {t(`changes.kind.${kind}`)} <span className="quiet">{name ?? id}</span>
        </>
      ),
    },
    { key: 'reason', name: t('changes.reason'), show: ({ reason }) => reasonInWords(reason, t) },
    { key: 'by', name: t('changes.by'), sortBy: ({ by }) => by, show: ({ by }) => by },
    { key: 'nodes', name: t('changes.nodes'), isFigure: true, show: ({ nodes }) => figure(nodes.length) },
    { key: 'sockets', name: t('changes.sockets'), isFigure: true, sortBy: socketsOf, show: (change) => figure(socketsOf(change)) },
    {
      key: 'took',
      name: t('changes.took'),
      isFigure: true,
      sortBy: ({ tookMs }) => tookMs?.max ?? -1,
      show: ({ tookMs }) => (tookMs ? t('changes.ms', { n: figure(tookMs.max) }) : <span className="quiet">{t('changes.pending')}</span>),
    },
  ];
  return (
    <>
      <h1>{t('changes.title')}</h1>
      <p className="quiet">{t('changes.lead')}</p>
      <AskedFrame of={changes}>
        <p>{took ? t('changes.measured', { max: figure(took.max), p95: figure(took.p95) }) : t('changes.nothingMeasured')}</p>
        <DataTable
          label={t('changes.list')}
          columns={columns}
          items={changes.value?.changes ?? []}
          keyOf={({ id }) => String(id)}
          empty={t('changes.empty')}
        />
      </AskedFrame>
    </>
  );
}
