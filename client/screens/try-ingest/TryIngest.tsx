import { type FormEvent, type ReactElement, useEffect, useState } from 'react';
import { INGEST_SURFACES, type IngestSurface, SURFACE_NAMES } from '../../../shared/contract/ingest.ts';
import { AnswerView } from './AnswerView.tsx';
import { exampleOf } from './examples.ts';
import { type Exchange, exchange } from './exchange.ts';
import { canSign, type SignedDelivery, signDelivery } from './sign.ts';
import '../../ui/look.ts';
import './try-ingest.css';
import { useWords } from './words.ts';

type Props = {
  /** Where the server is; '' for the one that this page came from. */
  origin?: string;
  now?: () => number;
};
type State =
  | { kind: 'idle' }
  | { kind: 'sending' }
  | { kind: 'failed'; reason: 'noCrypto' | 'badSecret' | 'unreachable' }
  | { kind: 'done'; exchange: Exchange };

const lines = (surface: IngestSurface, now: number): string => JSON.stringify(exampleOf(surface, now), null, 2);

/** For engineers of connecting agencies: a real delivery, signed in the browser, and what became of it (QN-10.1, AG-16.3). */
export function TryIngest({ origin = '', now = Date.now }: Props): ReactElement {
  const { t, words } = useWords();
  const [surface, setSurface] = useState<IngestSurface>('field-reports');
  const [token, setToken] = useState('');
  const [secret, setSecret] = useState('');
  const [body, setBody] = useState(() => lines('field-reports', now()));
  const [type, setType] = useState<SignedDelivery['type']>('application/json');
  const [state, setState] = useState<State>({ kind: 'idle' });

  useEffect(() => {
    document.title = t('title');
  }, [t]);

  const choose = (next: IngestSurface): void => {
    setSurface(next);
    setBody(lines(next, now()));
  };
  const send = async (make: () => Promise<SignedDelivery>): Promise<void> => {
    setState({ kind: 'sending' });
    let delivery: SignedDelivery;
    try {
      if (!canSign()) return setState({ kind: 'failed', reason: 'noCrypto' });
      delivery = await make();
    } catch {
      return setState({ kind: 'failed', reason: 'badSecret' });
    }
    try {
      setState({ kind: 'done', exchange: await exchange(origin, surface, token, delivery, words.language) });
    } catch {
      setState({ kind: 'failed', reason: 'unreachable' });
    }
  };
  const seconds = (): number => Math.floor(now() / 1000);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void send(() => signDelivery(secret, `try_${now()}`, seconds(), body, type));
  };
  /** The same delivery at a later second: a signature of the same second would be the very same one. */
  const retry = (sent: SignedDelivery): void => {
    const at = Math.max(seconds(), Number(sent.headers['webhook-timestamp']) + 1);
    void send(() => signDelivery(secret, sent.headers['webhook-id'], at, sent.body, sent.type));
  };

  return (
    <div className="try-page" data-room="light">
      <main className="try-ingest">
        <header>
          <h1>{t('title')}</h1>
          <button
            type="button"
            lang={words.language === 'vi' ? 'en' : 'vi'}
            onClick={() => void words.changeLanguage(words.language === 'vi' ? 'en' : 'vi')}
          >
            {t('otherLanguage')}
          </button>
        </header>
        <p className="try-intro">{t('intro')}</p>
        <nav aria-label={t('documents')}>
          <a href={`${origin}/ingest/v1/openapi.json`}>{t('openapi')}</a>
          <a href={`${origin}/ingest/v1/schemas/${INGEST_SURFACES[surface].schema}.json`}>{t('schema')}</a>
        </nav>
        <form onSubmit={submit}>
          <fieldset>
            <legend>{t('surface.label')}</legend>
            {SURFACE_NAMES.map((name) => (
              <label key={name}>
                <input type="radio" name="surface" checked={name === surface} onChange={() => choose(name)} />
                {t(`surface.${name}`)}
              </label>
            ))}
          </fieldset>
          <label className="try-field">
            {t('token')}
            <input type="password" autoComplete="off" required value={token} onChange={({ target }) => setToken(target.value)} />
          </label>
          <label className="try-field">
            {t('secret')}
            <input type="password" autoComplete="off" required value={secret} onChange={({ target }) => setSecret(target.value)} />
          </label>
          <p className="quiet">{t('secretsStay')}</p>
          <fieldset>
            <legend>{t('form.label')}</legend>
            {(['json', 'ndjson'] as const).map((form) => (
              <label key={form}>
                <input
                  type="radio"
                  name="form"
                  checked={type === (form === 'json' ? 'application/json' : 'application/x-ndjson')}
                  onChange={() => setType(form === 'json' ? 'application/json' : 'application/x-ndjson')}
                />
                {t(`form.${form}`)}
              </label>
            ))}
          </fieldset>
          <label className="try-field">
            {t('body')}
            <textarea rows={14} spellCheck={false} required value={body} onChange={({ target }) => setBody(target.value)} />
          </label>
          <p className="quiet">{t('bodyHint')}</p>
          <div className="try-actions">
            <button type="submit" disabled={state.kind === 'sending'}>
              {t(state.kind === 'sending' ? 'sending' : 'send')}
            </button>
            <button type="button" onClick={() => choose(surface)}>
              {t('example')}
            </button>
          </div>
        </form>
        <section aria-live="polite" aria-label={t('answer')}>
          {state.kind === 'failed' && <p role="alert">{t(state.reason)}</p>}
          {state.kind === 'done' && (
            <AnswerView
              t={t}
              exchange={state.exchange}
              onRetry={() => retry(state.exchange.delivery)}
              onReplay={() => void send(async () => state.exchange.delivery)}
            />
          )}
        </section>
      </main>
    </div>
  );
}
