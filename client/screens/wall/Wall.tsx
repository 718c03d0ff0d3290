import './wall.css';
import { useCut } from '../../scene/cut.ts';
import type { WallPlace } from '../../scene/DirectedPicture.tsx';
import { LinkBanner } from '../../scene/LinkBanner.tsx';
import { useIdleCursor } from '../../scene/screen.ts';
import { type Past, WallStage } from '../../scene/WallStage.tsx';
import { useLink } from '../../stores/stores-context.tsx';
import { UnkeptBanner } from '../../ui/Band.tsx';

export type WallProps = Omit<WallPlace, 'size'> & { past?: Past | null };

/** A display of a wall, full screen: its part of the picture, and below it what is wrong with its link or behind it. */
export function Wall({ past = null, ...place }: WallProps) {
  const idle = useIdleCursor();
  const cut = useCut();
  const isUnkept = useLink(({ status }) => status?.database === 'down');
  return (
    <main className={idle ? 'wall wall--idle' : 'wall'} data-room="dark" data-link={cut?.kind ?? 'live'}>
      <WallStage {...place} past={past} />
      {cut ? <LinkBanner cut={cut} /> : null}
      {!cut && isUnkept ? (
        <div className="wall__banner">
          <UnkeptBanner />
        </div>
      ) : null}
    </main>
  );
}
