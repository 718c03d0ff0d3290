import { type ReactElement, useState } from 'react';
import { Button } from '../../ui/desk/Button.tsx';
import { Actions, Dialog } from '../../ui/desk/Dialog.tsx';
import { SelectField } from '../../ui/desk/SelectField.tsx';
import { TextField } from '../../ui/desk/TextField.tsx';
import { useSceneWords } from './words.ts';

type Props = {
  isOpen: boolean;
  taken: readonly string[];
  onClose: () => void;
  onMade: (made: { id: string; name: string; groups: number }) => void;
};

/** "Ngày hội Hoa phượng đỏ" → "ngay-hoi-hoa-phuong-do". */
export const idOf = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[đĐ]/g, 'd')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);

/** A name and a shape: all that a new scene needs. */
export function NewScene({ isOpen, taken, onClose, onMade }: Props): ReactElement {
  const { t } = useSceneWords();
  const [name, setName] = useState('');
  const [groups, setGroups] = useState<'1' | '2' | '3'>('1');
  const id = idOf(name);
  const isTaken = taken.includes(id);
  const make = (): void => {
    if (id === '' || isTaken) return;
    onMade({ id, name: name.trim().normalize('NFC'), groups: Number(groups) });
    onClose();
  };
  return (
    <Dialog title={t('new.title')} isOpen={isOpen} onClose={onClose}>
      <TextField
        label={t('new.name')}
        value={name}
        onChange={setName}
        maxLength={100}
        autoFocus
        {...(id === '' ? {} : { description: t('new.id', { id }) })}
        {...(isTaken ? { error: t('new.taken', { id }) } : {})}
      />
      <SelectField
        label={t('new.shape')}
        placeholder=""
        value={groups}
        onChange={setGroups}
        options={[
          { value: '1', label: t('new.one') },
          { value: '2', label: t('new.two') },
          { value: '3', label: t('new.three') },
        ]}
      />
      <Actions>
        <Button kind="primary" isDisabled={id === '' || isTaken} onPress={make}>
          {t('new.make')}
        </Button>
        <Button onPress={onClose}>{t('cancel')}</Button>
      </Actions>
    </Dialog>
  );
}
