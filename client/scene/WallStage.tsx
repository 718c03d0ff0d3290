import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { ReplayOrder, WallDirected } from '../../shared/contract/direction.ts';
import { BEFORE_FIRST } from '../../shared/model/ids.ts';
import { replayMoment } from '../../shared/rules/direction.ts';
import { useLink, useStores } from '../stores/stores-context.tsx';
import { useWords } from '../ui/words.ts';
import { DirectedPicture, type WallPlace } from './DirectedPicture.tsx';
import type { PastMark } from './Past.tsx';
import type { Painted } from './painted.ts';
import type { SwitchLog } from './use-painted.ts';
import { type Directed, useDirected } from './use-wall.ts';
import { useSwitchLog } from './WallPicture.tsx';

/** Draws `children` out of the stores of a moment of the past. */
export type Past = (order: ReplayOrder, children: ReactNode) => ReactNode;

/** `past`: how the past is come by; null: it is not here, which is said. */
type Props = WallPlace & { past: Past | null };

/** A wall at one of its displays, live or, when it is told so, as it was: then in a frame that nobody takes for the present. */
export function WallStage({ past, ...place }: Props) {
  const directed = useDirected(place.wall);
  const log = useSwitchLog();
  const mark = directed.shown ? pastOf(directed.shown) : null;
  if (useIsBlank() && place.wall !== null) return null;
  if (!mark || !directed.shown) return <DirectedPicture {...place} directed={directed} log={log} />;
  return <InThePast {...place} past={past} live={directed.shown} mark={mark} log={log} />;
}

const BLANK_MS = 3000;

/** Whether nothing was heard yet: what the wall is will be known in a moment, and a scene that is not its own is not shown for that long. */
function useIsBlank(): boolean {
  const isUnheard = useLink(({ link, cursor }) => cursor === BEFORE_FIRST && (link.kind === 'connecting' || link.kind === 'resyncing'));
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), BLANK_MS);
    return () => clearTimeout(timer);
  }, []);
  return isUnheard && !isLong;
}

/** What a direction asks for of the past; an emergency that was called since is now, whatever was looked at. */
export function pastOf({ replay, frozenAt, emergency }: WallDirected): PastMark | null {
  if (replay) return emergency && emergency.since >= replay.since ? null : { kind: 'replay', order: replay };
  if (frozenAt === null || (emergency && emergency.since >= frozenAt)) return null;
  return { kind: 'freeze', order: { from: frozenAt, to: frozenAt, since: frozenAt, speed: 0, name: null } };
}

type PastProps = Props & { live: WallDirected; mark: PastMark; log: SwitchLog };

function InThePast({ past, live, mark, onPainted, log, ...place }: PastProps) {
  const { clock } = useStores();
  const { t } = useWords('wall');
  const { order } = mark;
  const painted = useCallback(
    (report: Painted) => onPainted?.({ ...report, replaying: replayMoment(order, clock.now()) }),
    [onPainted, order, clock],
  );
  if (!past)
    return (
      <div className="picture" data-room="dark" data-past={mark.kind}>
        <p className="past__loading">{t('wall:past.absent')}</p>
      </div>
    );
  const said = live.banner && clock.now() < live.banner.until ? live.banner : null;
  return past(
    order,
    <PastPicture {...place} mark={mark} log={log} follows={live.revision} said={said} {...(onPainted ? { onPainted: painted } : {})} />,
  );
}

type PastPictureProps = WallPlace & { mark: PastMark; log: SwitchLog; follows: number; said: WallDirected['banner'] };

/** Inside the stores of the past: what was directed then. That it showed the past itself, then, is nothing that is gone into. */
function PastPicture(props: PastPictureProps) {
  const { shown, coming } = useDirected(props.wall);
  // A replay that was stopped between an agreement and its moment shows what was agreed on: nobody waits for that moment.
  const directed: Directed = shown === undefined ? { shown: coming ?? null, coming: undefined } : { shown, coming };
  return <DirectedPicture {...props} directed={directed} />;
}
