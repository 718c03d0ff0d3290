import './replay.css';
import { type ReactElement, useEffect, useState } from 'react';
import type { SessionPerson, SessionState } from '../../../shared/contract/session.ts';
import { RIGHTS } from '../../../shared/rules/rights.ts';
import { Banner } from '../../ui/desk/Banner.tsx';
import { Button } from '../../ui/desk/Button.tsx';
import { Desk } from '../../ui/desk/Desk.tsx';
import { Player } from './Player.tsx';
import type { Closable, ReplayPorts } from './ports.ts';
import { useReplayWords } from './words.ts';

export type ReplayProps = { ports: ReplayPorts; leave?: (to: string) => void };

type Who = { kind: 'asking' } | { kind: 'unreached' } | { kind: 'person'; person: SessionPerson };

/** The same function at every drawing: what depends on it is not begun anew. */
const leaveFor = (to: string): void => location.assign(to);

/** `/desk/replay`: a wall as it was, for who may look at the past. */
export function Replay({ ports, leave = leaveFor }: ReplayProps): ReactElement {
  const { t } = useReplayWords();
  const [who, setWho] = useState<Who>({ kind: 'asking' });
  const [live, setLive] = useState<Closable | null>(null);
  const [round, setRound] = useState(0);
  const mayRead = who.kind === 'person' && RIGHTS[who.person.role].may['replay:read'] !== undefined;

  useEffect(() => {
    document.title = t('title');
  }, [t]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again.
  useEffect(() => {
    let isOver = false;
    void sessionNow().then((session) => {
      if (isOver) return;
      if (session === null) setWho({ kind: 'unreached' });
      else if (session.stage === 'full' && session.person) setWho({ kind: 'person', person: session.person });
      else leave(`/login?next=${location.pathname}`);
    });
    return () => {
      isOver = true;
    };
  }, [leave, round]);
  useEffect(() => {
    if (!mayRead) return;
    const connection = ports.connect();
    setLive(connection);
    const unwatch = connection.link.subscribe(({ link }) => {
      if (link.kind === 'ended') leave(`/login?next=${location.pathname}`);
    });
    return () => {
      unwatch();
      connection.close();
    };
  }, [mayRead, ports, leave]);

  return (
    <Desk>
      {live && who.kind === 'person' ? (
        <Player ports={ports} live={live} person={who.person} />
      ) : (
        <main className="replay-alone">
          <h1>{t('title')}</h1>
          {who.kind === 'asking' || mayRead ? <p role="status">{t('loading')}</p> : null}
          {who.kind === 'person' && !mayRead ? <Banner>{t('noRight')}</Banner> : null}
          {who.kind === 'unreached' ? (
            <Banner tone="wrong" action={<Button onPress={() => setRound((n) => n + 1)}>{t('again')}</Button>}>
              {t('unreachable')}
            </Banner>
          ) : null}
        </main>
      )}
    </Desk>
  );
}

async function sessionNow(): Promise<SessionState | null> {
  try {
    const response = await fetch('/session');
    return response.ok ? ((await response.json()) as SessionState) : null;
  } catch {
    return null;
  }
}
