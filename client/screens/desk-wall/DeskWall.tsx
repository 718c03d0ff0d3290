import './desk-wall.css';
import { type ReactElement, useEffect } from 'react';
import type { SessionPerson, SessionState } from '../../../shared/contract/session.ts';
import { RIGHTS } from '../../../shared/rules/rights.ts';
import { StoresContext } from '../../stores/stores-context.tsx';
import { Banner } from '../../ui/desk/Banner.tsx';
import { Button } from '../../ui/desk/Button.tsx';
import { Desk } from '../../ui/desk/Desk.tsx';
import { useAnswer } from '../../ui/desk/use-answer.ts';
import { Board } from './Board.tsx';
import type { PastOf } from './LivePicture.tsx';
import { inWords } from './refusal-words.ts';
import { type Connect, useMirror } from './use-mirror.ts';
import { useDeskWords } from './words.ts';

export type DeskWallProps = {
  /** Opens a connection of this desk. The same function each time. */
  connect: Connect;
  /** Draws a wall's past around its picture. */
  pastOf: PastOf;
  leave?: (to: string) => void;
};

/** `/desk/wall`: who this browser is, and the control desk for who may look at walls. */
export function DeskWall({ connect, pastOf, leave = (to) => location.assign(to) }: DeskWallProps): ReactElement {
  const { t } = useDeskWords();
  const session = useAnswer<SessionState>('/session');
  const person = session.value?.stage === 'full' ? session.value.person : null;
  const isOut = session.value !== null && person === null;

  useEffect(() => {
    document.title = t('title');
  }, [t]);
  useEffect(() => {
    if (isOut) leave(`/login?next=${location.pathname}`);
  }, [isOut, leave]);

  if (person && RIGHTS[person.role].may['wall:read'] !== undefined)
    return (
      <Desk>
        <Connected connect={connect} pastOf={pastOf} person={person} leave={leave} />
      </Desk>
    );
  return (
    <Desk>
      <main className="desk-alone">
        <h1>{t('title')}</h1>
        {session.isLoading || isOut ? <p role="status">{t('loading')}</p> : null}
        {session.error ? (
          <Banner tone="wrong" action={<Button onPress={session.again}>{t('again')}</Button>}>
            {inWords(session.error, t)}
          </Banner>
        ) : null}
        {person ? <Banner>{t('noRight')}</Banner> : null}
      </main>
    </Desk>
  );
}

type ConnectedProps = { connect: Connect; pastOf: PastOf; person: SessionPerson; leave: (to: string) => void };

function Connected({ connect, pastOf, person, leave }: ConnectedProps): ReactElement | null {
  const live = useMirror(connect, null);
  useEffect(
    () =>
      live?.link.subscribe(({ link }) => {
        if (link.kind === 'ended') leave(`/login?next=${location.pathname}`);
      }),
    [live, leave],
  );
  if (!live) return null;
  return (
    <StoresContext value={live}>
      <Board person={person} connect={connect} pastOf={pastOf} />
    </StoresContext>
  );
}
