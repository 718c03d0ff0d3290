import '../desk-wall.css';
import './setup.css';
import { type ReactElement, useEffect, useState } from 'react';
import type { WallStanding } from '../../../../shared/contract/direction.ts';
import type { SessionState } from '../../../../shared/contract/session.ts';
import type { WallList } from '../../../../shared/contract/walls.ts';
import { RIGHTS } from '../../../../shared/rules/rights.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { Desk } from '../../../ui/desk/Desk.tsx';
import { LanguageSwitch } from '../../../ui/desk/LanguageSwitch.tsx';
import { SelectField } from '../../../ui/desk/SelectField.tsx';
import { useAnswer } from '../../../ui/desk/use-answer.ts';
import { inWords } from '../refusal-words.ts';
import { useDeskWords } from '../words.ts';
import { SetupForm } from './SetupForm.tsx';
import type { SceneName } from './Slots.tsx';

type Props = {
  /** Scenes that were published here. */
  scenes: readonly SceneName[];
  leave?: (to: string) => void;
};

/** `/desk/wall/setup`: how a wall hangs and what it shows by itself. */
export function Setup({ scenes, leave = (to) => location.assign(to) }: Props): ReactElement {
  const { t } = useDeskWords();
  const session = useAnswer<SessionState>('/session');
  const person = session.value?.stage === 'full' ? session.value.person : null;
  const isOut = session.value !== null && person === null;
  const may = person ? RIGHTS[person.role].may['wall:define'] !== undefined : false;
  const list = useAnswer<WallList>(may ? '/walls/v1' : null);
  const [wanted, setWanted] = useState(() => new URLSearchParams(location.search).get('wall'));
  const walls = list.value?.walls ?? [];
  const wall = walls.find(({ id }) => id === wanted) ?? walls[0] ?? null;
  const standing = useAnswer<WallStanding>(wall && `/walls/v1/${encodeURIComponent(wall.id)}`);

  useEffect(() => {
    document.title = t('setup.title');
  }, [t]);
  useEffect(() => {
    if (isOut) leave(`/login?next=${location.pathname}`);
  }, [isOut, leave]);
  const fault = session.error ?? list.error ?? standing.error;
  return (
    <Desk>
      <main className="setup-page">
        <header className="setup-head">
          <h1>{t('setup.title')}</h1>
          <LanguageSwitch />
        </header>
        {fault ? (
          <Banner tone="wrong" action={<Button onPress={session.again}>{t('again')}</Button>}>
            {inWords(fault, t)}
          </Banner>
        ) : null}
        {session.isLoading || isOut ? <p role="status">{t('loading')}</p> : null}
        {person && !may ? <Banner>{t('setup.noRight')}</Banner> : null}
        {may && list.value && walls.length === 0 ? <p>{t('noWalls')}</p> : null}
        {walls.length > 1 && wall ? (
          <SelectField
            label={t('setup.wall')}
            options={walls.map(({ id, name }) => ({ value: id, label: name }))}
            value={wall.id}
            placeholder=""
            onChange={setWanted}
          />
        ) : null}
        {wall && standing.value ? <SetupForm key={wall.id} standing={standing.value} scenes={scenes} onSaved={list.again} /> : null}
      </main>
    </Desk>
  );
}
