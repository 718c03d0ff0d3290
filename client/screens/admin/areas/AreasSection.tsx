import { type ReactElement, useDeferredValue, useMemo, useState } from 'react';
import type { AreaListing } from '../../../../shared/contract/areas.ts';
import type { AreaCode } from '../../../../shared/model/ids.ts';
import { dayFrom, dayOf, treeOf } from '../../../../shared/rules/areas.ts';
import { RIGHTS } from '../../../../shared/rules/rights.ts';
import { TextField } from '../../../ui/desk/TextField.tsx';
import { useAnswer } from '../../../ui/desk/use-answer.ts';
import { AskedFrame } from '../AskedFrame.tsx';
import type { SectionProps } from '../section-props.ts';
import { AreaDetail } from './AreaDetail.tsx';
import { AreaImport } from './AreaImport.tsx';
import { AreaTreeView } from './AreaTreeView.tsx';
import './areas.css';
import { matching } from './matching.ts';
import { dayInWords, useAreaWords } from './words.ts';

/** The hierarchy as it stood on any day, what became of each unit, and tables that change it (HP-1, HP-2.1, HP-7.6). */
export function AreasSection({ person }: SectionProps): ReactElement {
  const { t } = useAreaWords();
  const areas = useAnswer<AreaListing>('/admin/v1/areas');
  const today = dayOf(Date.now());
  /** As it is typed; the tree stays where it was while that is no day. */
  const [typed, setTyped] = useState(() => dayInWords(today));
  const [day, setDay] = useState(today);
  const [wanted, setWanted] = useState('');
  const [chosen, setChosen] = useState<AreaCode | null>(null);
  const search = useDeferredValue(wanted.trim());

  const history = useMemo(() => new Map(areas.value?.items.map(({ code, periods }) => [code, periods])), [areas.value]);
  const tree = useMemo(() => treeOf(history, day), [history, day]);
  const now = useMemo(() => treeOf(history, today), [history, today]);
  const found = useMemo(() => (search === '' ? null : matching(tree, search)), [tree, search]);

  return (
    <>
      <h1>{t('title')}</h1>
      <AskedFrame of={areas}>
        <div className="areas">
          <section className="areas-tree" aria-label={t('tree')}>
            <div className="areas-asked">
              <TextField
                label={t('day')}
                description={t('dayHint')}
                value={typed}
                onChange={(text) => {
                  setTyped(text);
                  setDay(dayFrom(text.trim()) ?? day);
                }}
                {...(dayFrom(typed.trim()) === null ? { error: t('dayWrong') } : {})}
              />
              <TextField label={t('search')} type="search" value={wanted} onChange={setWanted} />
            </div>
            <p role="status" className="quiet">
              {found ? t('found', { n: found.length }) : t('count', { n: tree.nodes.size })}
            </p>
            <AreaTreeView tree={tree} found={found} chosen={chosen} onChoose={setChosen} />
          </section>
          <section className="areas-detail">
            {chosen === null ? <p className="quiet">{t('choose')}</p> : <AreaDetail code={chosen} tree={tree} now={now} />}
          </section>
        </div>
        {RIGHTS[person.role].may['area:manage'] && <AreaImport onStored={areas.again} />}
      </AskedFrame>
    </>
  );
}
