import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import type { ItemAnswer } from '../../../shared/contract/ingest.ts';
import type { Exchange } from './exchange.ts';

type Props = { t: TFunction; exchange: Exchange; onRetry: () => void; onReplay: () => void };

/** What was sent and what came back, item by item, and the two ways of sending it again. */
export function AnswerView({ t, exchange, onRetry, onReplay }: Props): ReactElement {
  return (
    <>
      <h2>{t('answer')}</h2>
      <p className="try-status">{t('status', { status: exchange.status })}</p>
      {exchange.kind === 'answer' && (
        <>
          <p>{t('counts', { ...exchange.answer })}</p>
          <Items t={t} items={exchange.answer.items} />
        </>
      )}
      {exchange.kind === 'problem' && (
        <>
          <p>{exchange.problem.title}</p>
          <p className="quiet" lang="en">
            {exchange.problem.code}: {exchange.problem.detail}
          </p>
        </>
      )}
      {exchange.kind === 'other' && <pre>{exchange.text}</pre>}
      <h3>{t('sent')}</h3>
      <pre>
        {Object.entries(exchange.delivery.headers)
          .map(([name, value]) => `${name}: ${value}`)
          .join('\n')}
      </pre>
      <div className="try-actions">
        <button type="button" onClick={onRetry} title={t('retryHint')}>
          {t('retry')}
        </button>
        <button type="button" onClick={onReplay} title={t('replayHint')}>
          {t('replay')}
        </button>
      </div>
      <p className="quiet">{t('retryHint')}</p>
      <p className="quiet">{t('replayHint')}</p>
    </>
  );
}

function Items({ t, items }: { t: TFunction; items: readonly ItemAnswer[] }): ReactElement {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('item')}</th>
          <th scope="col">{t('outcome.label')}</th>
          <th scope="col">{t('where')}</th>
          <th scope="col">{t('why')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.index} data-outcome={item.outcome}>
            <td>{item.index + 1}</td>
            <td>{t(`outcome.${item.outcome}`, { seq: item.outcome === 'quarantined' ? '' : (item.seq ?? '–') })}</td>
            <td>{item.outcome === 'quarantined' && (item.error.pointer === '' ? t('whole') : <code>{item.error.pointer}</code>)}</td>
            <td lang="en">{item.outcome === 'quarantined' && item.error.message}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
