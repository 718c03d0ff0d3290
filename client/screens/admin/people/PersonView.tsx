import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { LinkIssued, PersonListing } from '../../../../shared/contract/people.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { Actions, Dialog } from '../../../ui/desk/Dialog.tsx';
import type { Answer, Refusal } from '../../../ui/desk/exchange.ts';
import { formatDate, formatHour } from '../../../ui/format.ts';
import { useAdminWords } from '../words.ts';
import { GrantForm } from './GrantForm.tsx';
import { IssuedLink } from './IssuedLink.tsx';
import { LossWords } from './LossWords.tsx';
import { ProveDialog } from './ProveDialog.tsx';
import { change as ask, codeOf, refusalInWords, resetLink, resetSecondFactor } from './people-api.ts';
import { isLoss, type Loss, lossOf, standingOf } from './person-facts.ts';
import type { AreaNames } from './use-areas.ts';
import { usePeopleWords } from './words.ts';

type Props = {
  person: PersonListing;
  areas: AreaNames;
  mayManage: boolean;
  now: number;
  onChanged: () => void;
  onBack: () => void;
};
type Question =
  | { kind: 'disable' | 'enable' | 'link' | 'factor' }
  /** A change that takes something away, held until it is answered. */
  | { kind: 'loss'; loss: Loss; go: () => void };

/** One account: how it stands, what it may, and what can be done about it. */
export function PersonView({ person, areas, mayManage, now, onChanged, onBack }: Props) {
  const { t, language } = usePeopleWords();
  const { t: shell } = useAdminWords();
  const [editing, setEditing] = useState(false);
  const [question, setQuestion] = useState<Question | null>(null);
  const [issued, setIssued] = useState<LinkIssued | null>(null);
  const [proving, setProving] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  /** One act at a time; what came of it is said, and the list is asked anew. */
  const act = async <T,>(
    send: () => Promise<Answer<T>>,
    then: (value: T) => void,
    unless?: (refusal: Refusal) => boolean,
  ): Promise<void> => {
    setBusy(true);
    setRefusal(null);
    setDone(null);
    const answer = await send();
    setBusy(false);
    setQuestion(null);
    if (answer.ok) then(answer.value);
    else if (!unless?.(answer.error)) setRefusal(refusalInWords(answer.error, t, shell));
  };
  const changed = (said: string) => () => {
    setEditing(false);
    setDone(t(said));
    onChanged();
  };
  const removeFactor = (): Promise<void> =>
    act(
      () => resetSecondFactor(person.id),
      changed('done.factor'),
      (error) => {
        if (codeOf(error) !== 'prove') return false;
        setProving(true);
        return true;
      },
    );
  const moment = (at: string | null, never: string): string =>
    at === null ? t(never) : t('moment', { time: formatHour(Date.parse(at)), date: formatDate(Date.parse(at), language) });
  const standing = standingOf(person, now);
  const facts: [string, ReactNode][] = [
    ['login', person.login],
    ['role', t(`vocabulary:role.${person.role}`)],
    ['areas', person.areas === null ? t('areas.all') : person.areas.map(areas.nameOf).join(', ')],
    ['unit', person.unit ?? t('none')],
    ['state', t(`standing.${standing}`)],
    ['sessions', t('sessions', { n: person.sessions })],
    ['seen', moment(person.lastSeenAt, 'never')],
    ['password', moment(person.passwordExpiresAt, 'noExpiry')],
    ['factor', person.hasSecondFactor ? t('factor.yes', { n: person.recoveryCodesLeft }) : t('factor.no')],
    ...(person.oidcSubject ? [['sso', person.oidcSubject] as [string, ReactNode]] : []),
    ['created', moment(person.createdAt, 'never')],
  ];

  if (issued) {
    const purpose = issued.link.includes('#invite=') ? 'invite' : 'reset';
    return <IssuedLink issued={issued} purpose={purpose} name={person.name} onDone={() => setIssued(null)} />;
  }
  return (
    <>
      <div>
        <Button kind="quiet" onPress={onBack}>
          {t('backToList')}
        </Button>
        <h1 ref={heading} tabIndex={-1}>
          {person.name}
        </h1>
      </div>
      {done ? <Banner>{done}</Banner> : null}
      {refusal && !editing ? <Banner tone="wrong">{refusal}</Banner> : null}
      {editing ? (
        <GrantForm
          initial={{
            ...person,
            areas: person.areas === null ? null : [...person.areas],
            unit: person.unit ?? '',
            oidcSubject: person.oidcSubject ?? '',
          }}
          hasLogin={false}
          areas={areas}
          submit={t('save')}
          busy={busy}
          refusal={refusal}
          onCancel={() => setEditing(false)}
          onSubmit={({ name, role, unit, areas: chosen, oidcSubject }) => {
            const go = () => void act(() => ask(person.id, { name, role, unit, areas: chosen, oidcSubject }), changed('done.changed'));
            const loss = lossOf(person, { role, areas: chosen }, areas.parentOf);
            if (isLoss(loss)) setQuestion({ kind: 'loss', loss, go });
            else go();
          }}
        />
      ) : (
        <>
          <dl className="people-facts">
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{t(`fact.${name}`)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {mayManage ? (
            <Actions>
              <Button kind="primary" onPress={() => setEditing(true)}>
                {t('edit')}
              </Button>
              {person.disabledAt === null ? (
                <>
                  <Button onPress={() => setQuestion({ kind: 'link' })}>{t(person.invited ? 'act.invite' : 'act.link')}</Button>
                  {person.hasSecondFactor ? <Button onPress={() => setQuestion({ kind: 'factor' })}>{t('act.factor')}</Button> : null}
                  <Button onPress={() => setQuestion({ kind: 'disable' })}>{t('act.disable')}</Button>
                </>
              ) : (
                <Button onPress={() => setQuestion({ kind: 'enable' })}>{t('act.enable')}</Button>
              )}
            </Actions>
          ) : null}
        </>
      )}
      <Dialog
        title={question ? t(`ask.${question.kind}`, { name: person.name }) : ''}
        isOpen={question !== null}
        onClose={() => setQuestion(null)}
        isQuestion
      >
        {question?.kind === 'loss' ? <LossWords loss={question.loss} areas={areas} /> : null}
        {question ? <p>{t(`then.${question.kind}`, { n: person.sessions })}</p> : null}
        <Actions>
          <Button
            kind="primary"
            isPending={busy}
            onPress={() => {
              if (question?.kind === 'loss') question.go();
              else if (question?.kind === 'link') void act(() => resetLink(person.id), setIssued);
              else if (question?.kind === 'factor') void removeFactor();
              else if (question) {
                const disabled = question.kind === 'disable';
                void act(() => ask(person.id, { disabled }), changed(disabled ? 'done.disabled' : 'done.enabled'));
              }
            }}
          >
            {question ? t(`yes.${question.kind}`) : ''}
          </Button>
          <Button onPress={() => setQuestion(null)}>{t('cancel')}</Button>
        </Actions>
      </Dialog>
      <ProveDialog
        isOpen={proving}
        onClose={() => setProving(false)}
        onProven={() => {
          setProving(false);
          void removeFactor();
        }}
      />
    </>
  );
}
