import { type ReactElement, useState } from 'react';
import { type ChainCheck, type ChainState, printedHash } from '../../../../shared/contract/audit.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { exchange, type Refusal } from '../../../ui/desk/exchange.ts';
import { inWords } from '../../../ui/desk/refusal-words.ts';
import { useAnswer } from '../../../ui/desk/use-answer.ts';
import { formatNumber } from '../../../ui/format.ts';
import { useAdminWords } from '../words.ts';
import { faultWords } from './fault-words.ts';
import { momentOf, useAuditWords } from './words.ts';

const EVERY_MS = 30_000;
const FAULTS_SHOWN = 20;

/** How far the chain is proven, and the hash to hold against a paper. */
export function ChainPanel(): ReactElement {
  const { t, language } = useAuditWords();
  const { t: shell } = useAdminWords();
  const { value: state, error, again } = useAnswer<ChainState>('/audit/v1/chain', EVERY_MS);
  const [check, setCheck] = useState<ChainCheck | 'running' | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const count = (n: number): string => formatNumber(n, 0, language);

  const verify = async (): Promise<void> => {
    setCheck('running');
    const answer = await exchange<ChainCheck>('/audit/v1/verify', { method: 'POST', body: '{}' });
    setCheck(answer.ok ? answer.value : null);
    setRefusal(answer.ok ? null : answer.error);
    again();
  };
  const wrong = error ?? refusal;

  return (
    <section className="audit-chain" aria-label={t('chain.title')}>
      {wrong && <Banner tone="wrong">{inWords(wrong, shell)}</Banner>}
      {state && state.faults.length > 0 && (
        <Banner tone="wrong">
          <strong>{t('chain.tampered')}</strong>
          <ul>
            {state.faults.slice(0, FAULTS_SHOWN).map((fault) => (
              <li key={JSON.stringify(fault)}>{faultWords(fault, t, momentOf)}</li>
            ))}
          </ul>
          {state.faults.length > FAULTS_SHOWN ? t('chain.moreFaults', { n: state.faults.length - FAULTS_SHOWN }) : null}
        </Banner>
      )}
      {state?.role === 'missing' && <Banner tone="attention">{t('chain.noRole')}</Banner>}
      {typeof check === 'object' && check && check.faults.length === 0 && (
        <Banner>{t('chain.whole', { n: count(check.size), checkpoints: count(check.checkpoints) })}</Banner>
      )}
      {state && (
        <dl>
          <div>
            <dt>{t('chain.size')}</dt>
            <dd>{count(state.size)}</dd>
          </div>
          <div>
            <dt>{t('chain.verified')}</dt>
            <dd>
              {state.verified
                ? t('chain.verifiedTo', { from: count(state.verified.from), to: count(state.verified.to), at: momentOf(state.verified.at) })
                : t('chain.notYet')}
            </dd>
          </div>
          <div className="audit-checkpoint">
            <dt>{t('chain.checkpoint')}</dt>
            <dd>
              {state.checkpoint ? (
                <>
                  {t('chain.checkpointAt', {
                    n: count(state.checkpoint.n),
                    at: momentOf(state.checkpoint.at),
                    count: count(state.checkpoints),
                  })}
                  <code className="audit-hash">{printedHash(state.checkpoint.hash)}</code>
                </>
              ) : (
                t('chain.noCheckpoint')
              )}
            </dd>
          </div>
        </dl>
      )}
      <Button isPending={check === 'running'} onPress={() => void verify()}>
        {t(check === 'running' ? 'chain.checking' : 'chain.check')}
      </Button>
    </section>
  );
}
