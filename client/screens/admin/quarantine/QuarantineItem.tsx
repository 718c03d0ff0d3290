import { type ReactElement, useState } from 'react';
import type { QuarantineListing } from '../../../../shared/contract/ingest-admin.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { Actions } from '../../../ui/desk/Dialog.tsx';
import { exchange, type Refusal } from '../../../ui/desk/exchange.ts';
import { inWords } from '../../../ui/desk/refusal-words.ts';
import { TextField } from '../../../ui/desk/TextField.tsx';
import type { Translate } from '../../../ui/format.ts';
import { useAdminWords } from '../words.ts';
import { faultSpan } from './fault-span.ts';
import { inLines } from './in-lines.ts';
import { useQuarantineWords } from './words.ts';

type Props = { item: QuarantineListing; mayReplay: boolean; onReplayed: () => void; onClose: () => void };
type Replayed = { outcome: 'stored' | 'duplicate'; seqs: (number | null)[] };
type State = { kind: 'open' } | { kind: 'busy' } | { kind: 'refused'; refusal: Refusal } | { kind: 'done'; replayed: Replayed };

/** One item as it came, its fault marked, and the text that is tried again. */
export function QuarantineItem({ item, mayReplay, onReplayed, onClose }: Props): ReactElement {
  const { t } = useQuarantineWords();
  const { t: shell } = useAdminWords();
  const came = 'text' in item.body ? inLines(item.body.text) : null;
  const [mended, setMended] = useState(came ?? '');
  const [state, setState] = useState<State>({ kind: 'open' });

  const replay = async (): Promise<void> => {
    setState({ kind: 'busy' });
    const changed = came !== null && mended !== came;
    const answer = await exchange<Replayed>(`/admin/v1/quarantine/${item.id}/replay`, {
      method: 'POST',
      ...(changed ? { body: mended } : {}),
    });
    setState(answer.ok ? { kind: 'done', replayed: answer.value } : { kind: 'refused', refusal: answer.error });
    if (answer.ok) onReplayed();
  };

  return (
    <>
      <p lang="en">
        <code>{item.pointer === '' ? t('whole') : item.pointer}</code> {item.reason}
      </p>
      <section aria-label={t('asCame')} className="quarantine-text">
        <h3>{t('asCame')}</h3>
        {came === null ? (
          <>
            <p className="quiet">{t('binary')}</p>
            <pre>{'base64' in item.body ? item.body.base64 : ''}</pre>
          </>
        ) : (
          <Marked text={came} pointer={item.pointer} />
        )}
      </section>
      {mayReplay && item.replayed === null && state.kind !== 'done' && (
        <>
          {came !== null && (
            <div className="quarantine-mended">
              <TextField label={t('mended')} description={t('mendedHint')} rows={10} value={mended} onChange={setMended} />
            </div>
          )}
          {state.kind === 'refused' && <Banner tone="wrong">{refusalInWords(state.refusal, t, shell)}</Banner>}
          <Actions>
            <Button kind="primary" isPending={state.kind === 'busy'} onPress={() => void replay()}>
              {t(came !== null && mended !== came ? 'replay' : 'replayAsIs')}
            </Button>
            {came !== null && mended !== came && <Button onPress={() => setMended(came)}>{t('restore')}</Button>}
            <Button onPress={onClose}>{shell('close')}</Button>
          </Actions>
        </>
      )}
      {state.kind === 'done' && (
        <Banner action={<Button onPress={onClose}>{shell('close')}</Button>}>
          {state.replayed.outcome === 'stored' ? t('stored', { seqs: state.replayed.seqs.join(', ') }) : t('duplicate')}
        </Banner>
      )}
      {(!mayReplay || item.replayed !== null) && state.kind !== 'done' && (
        <Actions>
          <Button onPress={onClose}>{shell('close')}</Button>
        </Actions>
      )}
    </>
  );
}

type Problem = { errors?: { error: { pointer: string; message: string } }[] };
function refusalInWords(refusal: Refusal, t: Translate, shell: Translate): string {
  const error = (refusal.body as Problem | null)?.errors?.[0]?.error;
  return error
    ? t('still', { pointer: error.pointer === '' ? t('whole') : error.pointer, message: error.message })
    : inWords(refusal, shell);
}

function Marked({ text, pointer }: { text: string; pointer: string }): ReactElement {
  const { t } = useQuarantineWords();
  const span = faultSpan(text, pointer);
  return (
    <>
      {pointer !== '' && <p className="quiet">{span ? t('fault') : t('faultUnknown', { pointer })}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre tabIndex={0}>
        {span ? (
          <>
            {text.slice(0, span.start)}
            <mark>{text.slice(span.start, span.end)}</mark>
            {text.slice(span.end)}
          </>
        ) : (
          text
        )}
      </pre>
    </>
  );
}
