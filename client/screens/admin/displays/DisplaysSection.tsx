import './displays.css';
import { type ReactElement, useEffect, useState } from 'react';
import type { DisplayList, DisplayRow, WallRow } from '../../../../shared/contract/displays.ts';
import type { SessionPerson } from '../../../../shared/contract/session.ts';
import { RIGHTS } from '../../../../shared/rules/rights.ts';
import { Age } from '../../../ui/Age.tsx';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { type DataColumn, DataTable } from '../../../ui/desk/DataTable.tsx';
import { inWords } from '../../../ui/desk/refusal-words.ts';
import { useAnswer } from '../../../ui/desk/use-answer.ts';
import { formatDate, formatTime } from '../../../ui/format.ts';
import { useAdminWords } from '../words.ts';
import { ApproveForm } from './ApproveForm.tsx';
import { type AskedFor, askedFor } from './asked-for.ts';
import { DisplayDialog } from './DisplayDialog.tsx';
import { StateMark } from './StateMark.tsx';
import { WallDialog } from './WallDialog.tsx';
import { useDisplayWords } from './words.ts';

const ASK_EVERY_MS = 5000;

/** `/admin/displays`: which displays there are and how they are, letting one in by its code, taking one out, printing its label. */
export function DisplaysSection({ person }: { person: Pick<SessionPerson, 'role'> }): ReactElement {
  const { t, language } = useDisplayWords();
  const { t: ofAdmin } = useAdminWords();
  const { value, error, isLoading, again } = useAnswer<DisplayList>('/admin/v1/displays', ASK_EVERY_MS);
  const mayManage = RIGHTS[person.role].may['display:manage'] !== undefined;
  const [asked, forget] = useAskedFor();
  const [openId, setOpenId] = useState<string | null>(null);
  const [isAdding, setIsAdding] = useState(false);
  const at = value?.at ?? 0;
  const walls = value?.walls ?? [];
  const displays = value?.displays ?? [];
  const wallName = (id: string): string => walls.find((wall) => wall.id === id)?.name ?? id;
  const wantedId = openId ?? (asked?.kind === 'display' ? asked.id : null);
  const open = displays.find(({ id }) => id === wantedId);
  const close = (): void => {
    setOpenId(null);
    forget();
  };

  const displayColumns: readonly DataColumn<DisplayRow>[] = [
    { key: 'name', name: t('displays.name'), show: ({ name }) => name, sortBy: ({ name }) => name },
    { key: 'id', name: t('displays.id'), show: ({ id }) => id, sortBy: ({ id }) => id },
    { key: 'wall', name: t('displays.wall'), show: ({ wall }) => wallName(wall), sortBy: ({ wall }) => wallName(wall) },
    { key: 'position', name: t('displays.position'), show: ({ position }) => position, sortBy: ({ position }) => position },
    { key: 'state', name: t('displays.state'), show: (display) => <StateMark display={display} />, sortBy: ({ state }) => state },
    {
      key: 'seen',
      name: t('displays.seen'),
      show: ({ seenAt }) => (seenAt === null ? t('displays.never') : <Age of={seenAt} now={at} />),
      sortBy: ({ seenAt }) => seenAt ?? 0,
    },
    { key: 'by', name: t('displays.approvedBy'), show: ({ approvedBy }) => approvedBy, sortBy: ({ approvedBy }) => approvedBy },
  ];
  const wallColumns: readonly DataColumn<WallRow>[] = [
    { key: 'name', name: t('walls.name'), show: ({ name }) => name },
    { key: 'id', name: t('walls.id'), show: ({ id }) => id },
    { key: 'audience', name: t('walls.audience'), show: ({ audience }) => t(`audience.${audience}`) },
    { key: 'since', name: t('walls.since'), show: ({ audienceAt }) => `${formatTime(audienceAt)}, ${formatDate(audienceAt, language)}` },
    { key: 'by', name: t('walls.by'), show: ({ audienceBy }) => audienceBy },
    {
      key: 'displays',
      name: t('walls.displays'),
      isFigure: true,
      show: ({ id }) => displays.filter(({ wall, revoked }) => wall === id && !revoked).length,
    },
  ];

  return (
    <>
      <h1>{ofAdmin('sections.displays')}</h1>
      <p className="quiet">{t('lead')}</p>
      {error && (
        <Banner tone="wrong" action={<Button onPress={again}>{ofAdmin('again')}</Button>}>
          {inWords(error, ofAdmin)}
        </Banner>
      )}
      {isLoading && !value && <p role="status">{ofAdmin('loading')}</p>}
      {value && (
        <>
          {mayManage && (
            <ApproveForm
              key={asked?.kind === 'code' ? asked.code : ''}
              code={asked?.kind === 'code' ? asked.code : ''}
              list={value}
              onDone={again}
            />
          )}
          {wantedId !== null && !open && <Banner tone="attention">{t('one.missing', { id: wantedId })}</Banner>}
          <section className="displays-part" aria-labelledby="displays-title">
            <h2 id="displays-title">{t('displays.title')}</h2>
            <DataTable
              label={t('displays.title')}
              columns={displayColumns}
              items={displays}
              keyOf={({ id }) => id}
              empty={t('displays.empty')}
              onOpen={({ id }) => setOpenId(id)}
            />
          </section>
          <section className="displays-part" aria-labelledby="walls-title">
            <h2 id="walls-title">{t('walls.title')}</h2>
            <DataTable label={t('walls.title')} columns={wallColumns} items={walls} keyOf={({ id }) => id} empty={t('walls.empty')} />
            {mayManage && (
              <div>
                <Button onPress={() => setIsAdding(true)}>{t('walls.add')}</Button>
              </div>
            )}
          </section>
          {open && (
            <DisplayDialog display={open} wallName={wallName(open.wall)} now={at} mayManage={mayManage} onClose={close} onChanged={again} />
          )}
          {isAdding && <WallDialog onClose={() => setIsAdding(false)} onAdded={again} />}
        </>
      )}
    </>
  );
}

/** What stands behind the `#`, also when a second code is scanned on the same page. */
function useAskedFor(): [AskedFor, () => void] {
  const [asked, setAsked] = useState(() => askedFor(location.hash));
  useEffect(() => {
    const moved = (): void => setAsked(askedFor(location.hash));
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  return [
    asked,
    () => {
      if (location.hash) history.replaceState(null, '', location.pathname + location.search);
      setAsked(null);
    },
  ];
}
