import { type MouseEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import type { CentreStanding } from '../../../shared/contract/ingest-admin.ts';
import type { SessionPerson, SessionState } from '../../../shared/contract/session.ts';
import { RIGHTS } from '../../../shared/rules/rights.ts';
import { DrillBand } from '../../ui/Band.tsx';
import { Banner } from '../../ui/desk/Banner.tsx';
import { Button } from '../../ui/desk/Button.tsx';
import { Desk } from '../../ui/desk/Desk.tsx';
import { LanguageSwitch } from '../../ui/desk/LanguageSwitch.tsx';
import { useWords } from '../../ui/words.ts';
import './admin.css';
import { exchange } from '../../ui/desk/exchange.ts';
import { inWords } from '../../ui/desk/refusal-words.ts';
import { useAnswer } from '../../ui/desk/use-answer.ts';
import { type AdminSection, SECTIONS } from './sections.ts';
import { useAdminWords } from './words.ts';

const ROOT = '/admin';
const DRILL_EVERY_MS = 10_000;

/** `/admin/<section>`: who this browser is, and the sections that this person's role may open. */
export function Admin({ leave = (to) => location.assign(to) }: { leave?: (to: string) => void }): ReactElement {
  const { t } = useAdminWords();
  const session = useAnswer<SessionState>('/session');
  const person = session.value?.stage === 'full' ? session.value.person : null;

  useEffect(() => {
    document.title = t('title');
  }, [t]);

  if (person) return <Shell person={person} leave={leave} />;
  return (
    <Desk>
      <main className="admin-alone">
        <h1>{t('title')}</h1>
        {session.isLoading && <p role="status">{t('loading')}</p>}
        {session.error && (
          <Banner tone="wrong" action={<Button onPress={session.again}>{t('again')}</Button>}>
            {inWords(session.error, t)}
          </Banner>
        )}
        {!session.isLoading && !session.error && <Banner action={<SignIn label={t('signIn')} />}>{t('signedOut')}</Banner>}
      </main>
    </Desk>
  );
}

const SignIn = ({ label }: { label: string }): ReactElement => (
  <a href={`/login?next=${encodeURIComponent(location.pathname + location.hash)}`}>{label}</a>
);

function Shell({ person, leave }: { person: SessionPerson; leave: (to: string) => void }): ReactElement {
  const { t } = useAdminWords();
  const { t: word } = useWords();
  const open = SECTIONS.filter(({ can }) => RIGHTS[person.role].may[can] !== undefined);
  const [path, go] = useOwnPath();
  const main = useRef<HTMLElement>(null);
  const wanted = path.slice(ROOT.length + 1);
  const section = wanted === '' ? open[0] : open.find(({ id }) => id === wanted);
  const centre = useAnswer<CentreStanding>('/admin/v1/centre', DRILL_EVERY_MS);

  const follow = (event: MouseEvent<HTMLAnchorElement>, { id }: AdminSection): void => {
    // Another tab, another window: as the browser does it.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(`${ROOT}/${id}`);
    main.current?.focus();
  };
  const signOut = async (): Promise<void> => {
    await exchange('/session/logout', { method: 'POST', body: '{}' });
    leave('/login');
  };

  return (
    <Desk>
      <a className="admin-skip" href="#admin-main">
        {t('skip')}
      </a>
      <div className="admin">
        {centre.value?.drills.map(({ id, name }) => (
          <DrillBand key={id} name={name} />
        ))}
        <header className="admin-head">
          <p className="admin-centre">
            {centre.value?.name}
            <span className="quiet">{t('title')}</span>
          </p>
          <p className="admin-person">
            <a href="/login" title={t('ownAccount')}>
              {person.name}
            </a>
            <span className="quiet">{word(`vocabulary:role.${person.role}`)}</span>
          </p>
          <LanguageSwitch />
          <Button onPress={() => void signOut()}>{t('signOut')}</Button>
        </header>
        <nav className="admin-sections" aria-label={t('navigation')}>
          <ul>
            {open.map((one) => (
              <li key={one.id}>
                <a href={`${ROOT}/${one.id}`} aria-current={one === section ? 'page' : undefined} onClick={(event) => follow(event, one)}>
                  {t(`sections.${one.title}`)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <main id="admin-main" className="admin-main" tabIndex={-1} ref={main}>
          {centre.error?.status === 401 && (
            <Banner tone="wrong" action={<SignIn label={t('signIn')} />}>
              {t('signedOut')}
            </Banner>
          )}
          {centre.error?.status === 0 && <Banner tone="wrong">{t('problem.unreachable')}</Banner>}
          {section ? <section.component key={section.id} person={person} /> : <p>{t(open.length === 0 ? 'nothing' : 'unknown')}</p>}
        </main>
      </div>
    </Desk>
  );
}

/** The path below which this screen is its own router; the browser's Back and Forward count. */
function useOwnPath(): [path: string, go: (to: string) => void] {
  const [path, setPath] = useState(() => location.pathname.replace(/\/$/, ''));
  useEffect(() => {
    const moved = (): void => setPath(location.pathname.replace(/\/$/, ''));
    addEventListener('popstate', moved);
    return () => removeEventListener('popstate', moved);
  }, []);
  return [
    path,
    (to) => {
      if (to !== location.pathname) history.pushState(null, '', to);
      setPath(to);
    },
  ];
}
