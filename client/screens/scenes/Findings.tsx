import type { ReactElement } from 'react';
import type { Scene } from '../../../shared/contract/scene.ts';
import { ARC_WANTED, type Finding } from '../../../shared/rules/legibility.ts';
import { formatNumber, type Language, type Translate } from '../../ui/format.ts';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { useWords } from '../../ui/words.ts';
import { useSceneWords } from './words.ts';

type Props = { findings: readonly Finding[] | null; scene: Scene; onSelect?: (tile: string) => void };

/** What the check says, the refusals first: tile by tile, with what was found and what would pass. */
export function Findings({ findings, scene, onSelect }: Props): ReactElement {
  const { t, language } = useSceneWords();
  const { t: word } = useWords();
  return (
    <section className="findings" aria-label={t('check.title')}>
      <h2>{t('check.title')}</h2>
      {findings === null ? (
        <p role="status">{t('check.running')}</p>
      ) : findings.length === 0 ? (
        <p>{t('check.fine', { arc: ARC_WANTED })}</p>
      ) : (
        <ul>
          {findings.map((finding) => {
            const kind = scene.tiles.find(({ id }) => id === finding.tile)?.tile;
            const name = kind ? `${word(`${kind}:title`)} (${finding.tile})` : finding.tile;
            const isRefused = finding.verdict === 'refuse';
            return (
              <li key={`${finding.tile}/${finding.kind}`} data-verdict={finding.verdict} data-kind={finding.kind}>
                <SeverityMark level={isRefused ? 1 : 3} word={t(`check.${finding.verdict}`)} bare />
                <div>
                  {onSelect ? (
                    <button type="button" className="findings-tile" onClick={() => onSelect(finding.tile)}>
                      {name}
                    </button>
                  ) : (
                    <strong>{name}</strong>
                  )}
                  <span>
                    {t(`check.${finding.verdict}`)}: {inWords(finding, t, language)}
                  </span>
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

function inWords({ kind, found, needed, text, count, capPx, cells }: Finding, t: Translate, language: Language): string {
  const figure = (n: number, decimals = 0): string => formatNumber(n, decimals, language);
  const decimals = kind === 'contrast' || kind === 'too-small' ? 1 : 0;
  const what = t(`check.kind.${kind}`, {
    found: figure(found, decimals),
    needed: figure(needed, decimals),
    text: text.length > 40 ? `${text.slice(0, 39)}…` : text,
    px: figure(capPx ?? 0),
  });
  const room = cells ? ` ${t('check.cells', { w: cells.w, h: cells.h })}` : '';
  const more = count > 1 ? ` ${t('check.more', { count: count - 1 })}` : '';
  return `${what}${room}${more}`;
}
