import type { ReactNode } from 'react';
import type { Banner } from '../../shared/contract/direction.ts';
import { levelOf } from '../stores/provenance.ts';
import { SeverityMark } from '../ui/SeverityMark.tsx';
import { useWords } from '../ui/words.ts';
import { boxOf, type Glass } from './layout.ts';

/** A line across the wall, above its tiles: it is said once in each 16:9 group. Height in `u`. */
export type BandLine = { key: string; heightU: number; line: ReactNode };

/** The lines above the tiles, each group of the wall with its own copy, and this display with its part of them. */
export function Bands({ glass, bands }: { glass: Glass; bands: readonly BandLine[] }) {
  const { canvas, groups, u, scale, edgeU } = glass;
  const width = canvas.w / groups;
  let y = (edgeU * u) / scale;
  return bands.flatMap(({ key, heightU, line }, index) => {
    const h = (heightU * u) / scale;
    const top = y;
    y += h;
    return Array.from({ length: groups }, (_, group) => {
      const box = boxOf(glass, { x: group * width, y: top, w: width, h });
      if (!box) return null;
      const style = { left: box.left, top: box.top, width: box.width, height: box.height };
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: the groups of a wall stand where they stand.
        <div key={`${key}/${group}`} className="picture__band" data-first={index === 0 ? '' : undefined} style={style}>
          {line}
        </div>
      );
    });
  });
}

/** A banner of one line stands larger; a longer one takes two. */
const LARGE_UP_TO = 64;
export const BANNER_U = 4.5;

/** What a person wants everybody in the room to read. */
export function BannerLine({ banner }: { banner: Banner }) {
  const { t } = useWords('wall');
  const level = levelOf(banner.severity);
  return (
    <div className={`band said said--${level}`} role="status">
      <SeverityMark level={level} word={t(`vocabulary:severity.${banner.severity}`)} />
      <span className={banner.text.length <= LARGE_UP_TO ? 'said__text said__text--large' : 'said__text'}>{banner.text}</span>
    </div>
  );
}
