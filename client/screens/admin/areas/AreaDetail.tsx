import type { ReactElement } from 'react';
import type { AreaCode } from '../../../../shared/model/ids.ts';
import { type AreaPeriod, type AreaTree, ancestors, isValidOn, successorsOf } from '../../../../shared/rules/areas.ts';
import { formatNumber, type Language, type Translate } from '../../../ui/format.ts';
import { useAreaWords, validityInWords } from './words.ts';

/** One unit as it stood on the tree's day, where it came from, and what it is today. */
export function AreaDetail({ code, tree, now }: { code: AreaCode; tree: AreaTree; now: AreaTree }): ReactElement {
  const { t, language } = useAreaWords();
  const periods = tree.history.get(code) ?? [];
  const period = periods.findLast((one) => isValidOn(one, tree.day)) ?? periods.at(-1);
  if (!period) return <p>{t('notFound')}</p>;
  const above = ancestors(tree, code);
  const others = periods.filter((one) => one !== period);
  return (
    <>
      <h2>{period.name}</h2>
      <dl className="area-facts">
        <dt>{t('code')}</dt>
        <dd>{code}</dd>
        <dt>{t('level')}</dt>
        <dd>{t(`kind.${period.areaKind}`)}</dd>
        <dt>{t('parent')}</dt>
        <dd>{above.length === 0 ? t('root') : above.map((one) => nameOf(tree, one)).join(' › ')}</dd>
        <dt>{t('validity')}</dt>
        <dd>{validityInWords(period, t)}</dd>
        <dt>{t('madeOf')}</dt>
        <dd>{period.from.length === 0 ? t('origin.unknown') : namesOf(tree, period.from)}</dd>
        <dt>{t('extent')}</dt>
        <dd>{extent(period, t, language)}</dd>
        {tree.day < now.day && (
          <>
            <dt>{t('today')}</dt>
            <dd>{becameInWords(code, tree, now, t)}</dd>
          </>
        )}
      </dl>
      {others.length > 0 && (
        <>
          <h3>{t('history')}</h3>
          <ul className="area-times">
            {others.map((one) => (
              <li key={one.validFrom}>
                {one.name} <span className="quiet">{validityInWords(one, t)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const extent = ({ areaKm2 }: AreaPeriod, t: Translate, language: Language): string =>
  areaKm2 === null ? t('extentUnknown') : `${formatNumber(areaKm2, 2, language)} km²`;

/** A unit's name as it was the day before the tree's one, or is now: origins have mostly ended. */
const nameOf = ({ history }: AreaTree, code: AreaCode): string => history.get(code)?.at(-1)?.name ?? code;
const namesOf = (tree: AreaTree, codes: readonly AreaCode[]): string =>
  codes.map((code) => `${tree.history.get(code)?.[0]?.name ?? code} (${code})`).join(', ');

function becameInWords(code: AreaCode, tree: AreaTree, now: AreaTree, t: Translate): string {
  const became = successorsOf(now, code, tree.day);
  if (became.length === 0) return t('became.nothing');
  if (became.length === 1 && became[0]?.code === code && became[0].share === 'whole') return t('became.same');
  return became.map(({ code: to, share }) => t(`became.${share}`, { name: `${nameOf(now, to)} (${to})` })).join('; ');
}
