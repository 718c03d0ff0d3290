import { type ReactElement, useMemo, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import type { PinTarget, WallOrder } from '../../../shared/contract/direction.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { useWorld } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/desk/Button.tsx';
import { Actions, Dialog } from '../../ui/desk/Dialog.tsx';
import { TextField } from '../../ui/desk/TextField.tsx';
import { ForHowLong } from './OrderDialogs.tsx';
import { finds } from './scenes-here.ts';
import { useDeskWords } from './words.ts';

type Props = { kind: PinTarget['kind']; wallName: string; onClose: () => void; onOrder: (order: WallOrder) => void };
type Found = { id: string; name: string; note: string; target: PinTarget };

const SHOWN_MAX = 60;
const CAMERAS: readonly Kind[] = ['camera.registered'];
const AREAS: readonly Kind[] = ['area.defined'];
const camerasOf = (world: World): Found[] =>
  [...world.slots['camera.registered'].values()].map(({ id, data }) => ({
    id,
    name: data.name,
    note: data.owner,
    target: { kind: 'camera', id },
  }));
const areasOf = (world: World): Found[] =>
  [...world.slots['area.defined'].values()]
    .filter(({ data }) => !data.validTo)
    .map(({ id, data: { name, at } }) => ({ id, name, note: id, target: { kind: 'place', name, at } }));

/** "20,8651; 106,6838" or with points: latitude first, as people say it. */
export function coordinatesIn(text: string): [lng: number, lat: number] | null {
  const found = /^\s*(-?\d{1,2}[.,]\d+)\s*[;,\s]\s*(-?\d{1,3}[.,]\d+)\s*$/.exec(text);
  const [lat, lng] = [found?.[1], found?.[2]].map((part) => Number((part ?? 'x').replace(',', '.')));
  return lat !== undefined && lng !== undefined && Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? [lng, lat] : null;
}

/** Looks for a camera by its name or id, or for a place by its name or its coordinates, and holds it before everybody's eyes. */
export function PinDialog({ kind, wallName, onClose, onOrder }: Props): ReactElement {
  const { t } = useDeskWords();
  const all = useWorld(kind === 'camera' ? CAMERAS : AREAS, kind === 'camera' ? camerasOf : areasOf, kind);
  const [search, setSearch] = useState('');
  const [minutes, setMinutes] = useState<string>('30');
  const [chosen, setChosen] = useState<Found | null>(null);
  const [wrong, setWrong] = useState(false);
  const found = useMemo((): Found[] => {
    const at = kind === 'place' ? coordinatesIn(search) : null;
    if (at) return [{ id: 'typed', name: search.trim(), note: t('pin.typed'), target: { kind: 'place', name: search.trim(), at } }];
    return all
      .filter(({ name, id }) => finds(search, `${name} ${id}`))
      .sort((a, b) => a.name.localeCompare(b.name, 'vi'))
      .slice(0, SHOWN_MAX);
  }, [all, search, kind, t]);
  const pin = (what: Found | null): void => {
    if (!what) {
      setWrong(true);
      return;
    }
    onClose();
    onOrder({ order: 'pin', target: what.target, forMs: Number(minutes) * 60_000 });
  };

  return (
    <Dialog title={t(`pin.${kind}`, { wall: wallName })} isOpen onClose={onClose}>
      <form
        className="order-form"
        onSubmit={(event) => {
          event.preventDefault();
          pin(chosen ?? (found.length === 1 ? (found[0] ?? null) : null));
        }}
      >
        <TextField
          label={t(`pin.search.${kind}`)}
          value={search}
          onChange={(text) => {
            setSearch(text);
            setChosen(null);
          }}
          autoFocus
          {...(wrong ? { error: t('pin.none') } : {})}
        />
        <ListBox
          className="pins"
          aria-label={t('pin.found')}
          items={found}
          selectionMode="single"
          selectedKeys={chosen ? [chosen.id] : []}
          onSelectionChange={(keys) => {
            const [key] = keys === 'all' ? [] : keys;
            setChosen(found.find(({ id }) => id === key) ?? null);
          }}
          renderEmptyState={() => <p className="desk-empty">{t('pin.nothing')}</p>}
        >
          {({ id, name, note }) => (
            <ListBoxItem id={id} textValue={name} className="desk-option">
              <span>{name}</span>
              <span className="desk-note">{note}</span>
            </ListBoxItem>
          )}
        </ListBox>
        <ForHowLong value={minutes} onChange={setMinutes} />
        <Actions>
          <Button kind="primary" type="submit">
            {t('pin.yes')}
          </Button>
          <Button onPress={onClose}>{t('cancel')}</Button>
        </Actions>
      </form>
    </Dialog>
  );
}
