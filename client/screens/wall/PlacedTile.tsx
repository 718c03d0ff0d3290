import { memo } from 'react';
import type { Scene } from '../../../shared/contract/scene.ts';
import { useNow } from '../../stores/stores-context.tsx';
import { tileNamed } from '../../tiles/registry.ts';
import { TileFrame } from '../../ui/TileFrame.tsx';
import { useWords } from '../../ui/words.ts';
import { TileGuard } from './TileGuard.tsx';

type Props = { placed: Scene['tiles'][number]; onBroken: (id: string, broken: boolean) => void };

/** A tile in its place. Names and props come from a scene, which may be older or newer than this build: what does not fit is said. */
export const PlacedTile = memo(function PlacedTile({ placed, onBroken }: Props) {
  const { t } = useWords('wall');
  const place = { gridColumn: `${placed.x + 1} / span ${placed.w}`, gridRow: `${placed.y + 1} / span ${placed.h}` };
  const manifest = tileNamed(placed.tile);
  const props = manifest?.props.safeParse(placed.props);
  const Tile = manifest?.component;
  return (
    <div className="wall__place" style={place} data-tile={placed.id}>
      {!Tile || !props ? (
        <Failed title={placed.tile} note={t('wall:unknownTile', { name: placed.tile })} />
      ) : !props.success ? (
        <Failed title={placed.tile} note={t('wall:badProps', { name: placed.tile, reason: reasonOf(props.error.issues) })} />
      ) : (
        <TileGuard
          instead={(reason) => <Failed title={t(`${placed.tile}:title`)} note={t('wall:broken', { name: placed.tile, reason })} />}
          onBroken={(broken) => onBroken(placed.id, broken)}
        >
          <Tile {...(props.data as object)} />
        </TileGuard>
      )}
    </div>
  );
});

const reasonOf = (issues: readonly { path: PropertyKey[]; message: string }[]): string =>
  issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');

function Failed({ title, note }: { title: string; note: string }) {
  const now = useNow();
  return <TileFrame title={title} now={now} state="error" note={note} />;
}
