import { memo } from 'react';
import type { SceneTile } from '../../shared/contract/scene.ts';
import { useNow } from '../stores/stores-context.tsx';
import { tileNamed } from '../tiles/registry.ts';
import { ComingContext, PartContext } from '../ui/part.ts';
import { TileFrame } from '../ui/TileFrame.tsx';
import { useWords } from '../ui/words.ts';
import type { Box } from './layout.ts';
import { TileGuard } from './TileGuard.tsx';

type Props = {
  placed: SceneTile;
  box: Box;
  /** Laid out and filled, not seen yet: it belongs to the scene that comes next. */
  isComing?: boolean;
  onBroken: (id: string, broken: boolean) => void;
};

/** A tile in its place. */
export const PlacedTile = memo(function PlacedTile({ placed, box, isComing = false, onBroken }: Props) {
  return (
    <div
      className={isComing ? 'picture__coming' : 'wall__place'}
      style={{ left: box.left, top: box.top, width: box.width, height: box.height }}
      data-tile={placed.id}
      aria-hidden={isComing ? true : undefined}
    >
      <PartContext value={box.part}>
        <ComingContext value={isComing}>
          <NamedTile placed={placed} onBroken={onBroken} />
        </ComingContext>
      </PartContext>
    </div>
  );
});

/** Names and props come from a scene, which may be older or newer than this build: what does not fit is said. */
const NamedTile = memo(function NamedTile({ placed, onBroken }: Pick<Props, 'placed' | 'onBroken'>) {
  const { t } = useWords('wall');
  const manifest = tileNamed(placed.tile);
  const props = manifest?.props.safeParse(placed.props);
  const Tile = manifest?.component;
  if (!Tile || !props) return <Failed title={placed.tile} note={t('wall:unknownTile', { name: placed.tile })} />;
  if (!props.success)
    return <Failed title={placed.tile} note={t('wall:badProps', { name: placed.tile, reason: reasonOf(props.error.issues) })} />;
  return (
    <TileGuard
      instead={(reason) => <Failed title={t(`${placed.tile}:title`)} note={t('wall:broken', { name: placed.tile, reason })} />}
      onBroken={(broken) => onBroken(placed.id, broken)}
    >
      <Tile {...(props.data as object)} />
    </TileGuard>
  );
});

const reasonOf = (issues: readonly { path: PropertyKey[]; message: string }[]): string =>
  issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');

function Failed({ title, note }: { title: string; note: string }) {
  const now = useNow();
  return <TileFrame title={title} now={now} state="error" note={note} />;
}
