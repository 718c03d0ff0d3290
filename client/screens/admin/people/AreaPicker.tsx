import { useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { CheckboxField } from '../../../ui/desk/CheckboxField.tsx';
import { TextField } from '../../../ui/desk/TextField.tsx';
import { plain } from './person-facts.ts';
import type { AreaNames } from './use-areas.ts';
import { usePeopleWords } from './words.ts';

type Props = {
  areas: AreaNames;
  /** null: the whole centre. */
  value: readonly string[] | null;
  onChange: (value: string[] | null) => void;
  error?: string;
};

/** The whole centre, or some of its units; who is given a unit has what lies in it. */
export function AreaPicker({ areas, value, onChange, error }: Props) {
  const { t } = usePeopleWords();
  const [sought, setSought] = useState('');
  const shown = areas.choices.filter(({ name, code }) => plain(`${name} ${code}`).includes(plain(sought)));
  const listed = new Set(shown.map(({ code }) => code));
  return (
    <fieldset className="people-areas">
      <legend>{t('areas.label')}</legend>
      <CheckboxField isSelected={value === null} onChange={(all) => onChange(all ? null : [])}>
        {t('areas.all')}
      </CheckboxField>
      {value !== null ? (
        <>
          <TextField label={t('areas.seek')} value={sought} onChange={setSought} />
          <ListBox
            aria-label={t('areas.label')}
            className="desk-options people-area-list"
            selectionMode="multiple"
            selectedKeys={value}
            onSelectionChange={(keys) => {
              // What the search hides stays chosen.
              const kept = value.filter((code) => !listed.has(code));
              onChange([...kept, ...(keys === 'all' ? listed : [...keys].map(String).filter((code) => listed.has(code)))]);
            }}
            renderEmptyState={() => <p className="desk-empty">{t(areas.choices.length === 0 ? 'areas.none' : 'areas.notFound')}</p>}
          >
            {shown.map(({ code, name }) => (
              <ListBoxItem key={code} id={code} textValue={name} className="desk-option">
                {name}
              </ListBoxItem>
            ))}
          </ListBox>
          <p className="desk-note">
            {value.length === 0 ? t('areas.chosenNone') : t('areas.chosen', { names: value.map(areas.nameOf).join(', ') })}
          </p>
        </>
      ) : null}
      {error ? <p className="desk-wrong">{error}</p> : null}
    </fieldset>
  );
}
