import { type ReactElement, useState } from 'react';
import type { LinkIssued, PersonListing } from '../../../../shared/contract/people.ts';
import type { SessionPerson } from '../../../../shared/contract/session.ts';
import { RIGHTS } from '../../../../shared/rules/rights.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { type DataColumn, DataTable } from '../../../ui/desk/DataTable.tsx';
import { inWords } from '../../../ui/desk/refusal-words.ts';
import { TextField } from '../../../ui/desk/TextField.tsx';
import { useAnswer } from '../../../ui/desk/use-answer.ts';
import { ageInWords, formatDate } from '../../../ui/format.ts';
import { useAdminWords } from '../words.ts';
import { GrantForm } from './GrantForm.tsx';
import { IssuedLink } from './IssuedLink.tsx';
import { PersonView } from './PersonView.tsx';
import './people.css';
import { invite, refusalInWords } from './people-api.ts';
import { plain, standingOf } from './person-facts.ts';
import { useAreas } from './use-areas.ts';
import { usePeopleWords } from './words.ts';

type View = { kind: 'list' } | { kind: 'add' } | { kind: 'invited'; name: string; issued: LinkIssued } | { kind: 'person'; id: string };

const EVERY_MS = 30_000;
const EMPTY = { login: '', name: '', role: null, unit: '', areas: null, oidcSubject: '' };

/** Accounts of the centre's people: who is there, how each stands, and what an administrator does about it. */
export function PeopleSection({ person: self, now = Date.now }: { person: Pick<SessionPerson, 'role'>; now?: () => number }): ReactElement {
  const { t, language } = usePeopleWords();
  const { t: shell } = useAdminWords();
  const listing = useAnswer<{ people: PersonListing[] }>('/admin/v1/people', EVERY_MS);
  const areas = useAreas();
  const [view, setView] = useState<View>({ kind: 'list' });
  const [sought, setSought] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const mayManage = RIGHTS[self.role].may['person:manage'] !== undefined;
  const people = listing.value?.people ?? [];
  const back = (): void => {
    setRefusal(null);
    setView({ kind: 'list' });
  };

  const opened = view.kind === 'person' ? people.find(({ id }) => id === view.id) : undefined;
  if (opened)
    return (
      <PersonView key={opened.id} person={opened} areas={areas} mayManage={mayManage} now={now()} onChanged={listing.again} onBack={back} />
    );
  if (view.kind === 'invited') return <IssuedLink issued={view.issued} purpose="invite" name={view.name} onDone={back} />;
  if (view.kind === 'add') {
    return (
      <>
        <h1>{t('add')}</h1>
        <GrantForm
          initial={EMPTY}
          hasLogin
          areas={areas}
          submit={t('addSubmit')}
          busy={busy}
          refusal={refusal}
          onCancel={back}
          onSubmit={async (chosen) => {
            setBusy(true);
            setRefusal(null);
            const answer = await invite(chosen);
            setBusy(false);
            if (!answer.ok) return setRefusal(refusalInWords(answer.error, t, shell));
            listing.again();
            setView({ kind: 'invited', name: answer.value.person.name, issued: answer.value });
          }}
        />
      </>
    );
  }

  const columns: DataColumn<PersonListing>[] = [
    { key: 'name', name: t('fact.name'), show: ({ name }) => name, sortBy: ({ name }) => name, isRowHeader: true },
    { key: 'login', name: t('fact.login'), show: ({ login }) => login, sortBy: ({ login }) => login },
    {
      key: 'role',
      name: t('fact.role'),
      show: ({ role }) => t(`vocabulary:role.${role}`),
      sortBy: ({ role }) => t(`vocabulary:role.${role}`),
    },
    { key: 'unit', name: t('fact.unit'), show: ({ unit }) => unit ?? t('none'), sortBy: ({ unit }) => unit ?? '' },
    {
      key: 'areas',
      name: t('fact.areas'),
      show: ({ areas: own }) =>
        own === null ? t('areas.all') : own.length > 2 ? t('areas.count', { n: own.length }) : own.map(areas.nameOf).join(', '),
    },
    {
      key: 'state',
      name: t('fact.state'),
      show: (person) => <Standing person={person} now={now()} />,
      sortBy: (person) => t(`standing.${standingOf(person, now())}`),
    },
    {
      key: 'seen',
      name: t('fact.seen'),
      show: ({ lastSeenAt }) => (lastSeenAt === null ? t('never') : ageInWords(now() - Date.parse(lastSeenAt), t)),
      sortBy: ({ lastSeenAt }) => (lastSeenAt === null ? 0 : Date.parse(lastSeenAt)),
    },
    {
      key: 'password',
      name: t('fact.password'),
      show: ({ passwordExpiresAt }) =>
        passwordExpiresAt === null ? t('none') : formatDate(Date.parse(passwordExpiresAt), language).replace(/^.*, /, ''),
      sortBy: ({ passwordExpiresAt }) => (passwordExpiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(passwordExpiresAt)),
    },
  ];
  const shown = people.filter(({ name, login }) => plain(`${name} ${login}`).includes(plain(sought.trim())));
  return (
    <>
      <div className="people-head">
        <h1>{t('title')}</h1>
        {mayManage ? (
          <Button kind="primary" onPress={() => setView({ kind: 'add' })}>
            {t('add')}
          </Button>
        ) : null}
      </div>
      {listing.error ? (
        <Banner tone="wrong" action={<Button onPress={listing.again}>{shell('again')}</Button>}>
          {inWords(listing.error, shell)}
        </Banner>
      ) : null}
      {listing.isLoading ? <p role="status">{shell('loading')}</p> : null}
      {listing.value ? (
        <>
          <div className="people-seek">
            <TextField label={t('seek')} value={sought} onChange={setSought} />
          </div>
          <DataTable
            label={t('title')}
            columns={columns}
            items={shown}
            keyOf={({ id }) => id}
            empty={t(people.length === 0 ? 'empty' : 'notFound')}
            onOpen={({ id }) => setView({ kind: 'person', id })}
          />
        </>
      ) : null}
    </>
  );
}

/** What is not as it should be carries a mark; an account in order is a quiet word. */
function Standing({ person, now }: { person: PersonListing; now: number }) {
  const { t } = usePeopleWords();
  const standing = standingOf(person, now);
  return <span className={`people-standing people-standing--${standing}`}>{t(`standing.${standing}`)}</span>;
}
