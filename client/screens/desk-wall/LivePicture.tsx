import { memo, type ReactElement } from 'react';
import { type Past, WallStage } from '../../scene/WallStage.tsx';
import { StoresContext } from '../../stores/stores-context.tsx';
import { type Connect, useMirror } from './use-mirror.ts';

/** How the past of a wall is come by; the same function for the same wall each time. */
export type PastOf = (wall: string) => Past;

type Props = { wall: string; connect: Connect; pastOf: PastOf; w: number; h: number };

/** What the whole wall shows, through the eyes of its room: its own connection, its own picture, one map at most. */
export const LivePicture = memo(function LivePicture({ wall, connect, pastOf, w, h }: Props): ReactElement | null {
  const live = useMirror(connect, wall);
  if (!live) return null;
  return (
    <StoresContext value={live}>
      <WallStage wall={wall} position={null} size={{ w, h }} past={pastOf(wall)} />
    </StoresContext>
  );
});
