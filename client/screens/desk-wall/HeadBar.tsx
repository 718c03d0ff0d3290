import type { ReactElement } from 'react';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import type { SessionPerson } from '../../../shared/contract/session.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { RIGHTS } from '../../../shared/rules/rights.ts';
import { useLink, useNow, useWorld } from '../../stores/stores-context.tsx';
import { DrillBand } from '../../ui/Band.tsx';
import { Button } from '../../ui/desk/Button.tsx';
import { LanguageSwitch } from '../../ui/desk/LanguageSwitch.tsx';
import { formatTime } from '../../ui/format.ts';
import { useWords } from '../../ui/words.ts';
import { useDeskWords } from './words.ts';

const CENTRE: readonly Kind[] = ['centre.defined', 'drill.changed'];
const centreOf = (world: World): string => [...world.slots['centre.defined'].values()][0]?.data.name ?? '';
const drillOf = (world: World): string | null => {
  for (const { data } of world.slots['drill.changed'].values()) if (data.state === 'running') return data.name;
  return null;
};

type Props = { person: SessionPerson; hasKeys: boolean; onKeys: (on: boolean) => void };

/** Where this is, who sits here, the server's time, and whether its keys are on. */
export function HeadBar({ person, hasKeys, onKeys }: Props): ReactElement {
  const { t } = useDeskWords();
  const { t: word } = useWords();
  const now = useNow();
  const centre = useWorld(CENTRE, centreOf, 'centre');
  const drill = useWorld(CENTRE, drillOf, 'drill');
  const link = useLink(({ link: { kind } }) => kind);
  const may = RIGHTS[person.role].may;
  return (
    <>
      {drill === null ? null : <DrillBand name={drill} />}
      <header className="desk-head">
        <h1>{t('title')}</h1>
        <span className="quiet one-line">{centre}</span>
        <nav aria-label={t('head.elsewhere')}>
          {may['wall:define'] ? <a href="/desk/wall/setup">{t('head.setup')}</a> : null}
          {may['scene:publish'] ? <a href="/desk/scenes">{t('head.scenes')}</a> : null}
          {may['replay:read'] ? <a href="/desk/replay">{t('head.replay')}</a> : null}
          {may['display:read'] ? <a href="/admin/displays">{t('head.displays')}</a> : null}
        </nav>
        <span className="desk-head__clock" data-link={link}>
          {link === 'live' ? formatTime(now) : t('head.cut')}
        </span>
        <span>
          {person.name} <span className="quiet">{word(`vocabulary:role.${person.role}`)}</span>
        </span>
        <Button kind="quiet" aria-pressed={hasKeys} onPress={() => onKeys(!hasKeys)}>
          {t(hasKeys ? 'head.keysOn' : 'head.keysOff')}
        </Button>
        <LanguageSwitch />
      </header>
    </>
  );
}
