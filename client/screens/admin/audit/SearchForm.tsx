import { type FormEvent, type ReactElement, useState } from 'react';
import { OUTCOMES } from '../../../../shared/contract/audit.ts';
import { Button } from '../../../ui/desk/Button.tsx';
import { MomentField } from '../../../ui/desk/MomentField.tsx';
import { SelectField } from '../../../ui/desk/SelectField.tsx';
import { TextField } from '../../../ui/desk/TextField.tsx';
import { useWords } from '../../../ui/words.ts';
import { actWords } from './act-words.ts';
import { ACTS, NO_SEARCH, type Search, SUBJECT_KINDS } from './search.ts';
import { useAuditWords } from './words.ts';

const ANY = 'any';

/** By subject, by person, by act, by time; Enter in any field looks. */
export function SearchForm({ search, onSearch }: { search: Search; onSearch: (search: Search) => void }): ReactElement {
  const { t } = useAuditWords();
  const { t: word } = useWords();
  const [typed, setTyped] = useState(search);
  const [before, setBefore] = useState(search);
  if (before !== search) {
    // Another part asked for something else: the fields say so.
    setBefore(search);
    setTyped(search);
  }
  const set = (name: keyof Search) => (value: string) => setTyped((now) => ({ ...now, [name]: value }));
  const choose = (name: keyof Search) => (value: string) => set(name)(value === ANY ? '' : value);
  const any = { value: ANY, label: t('any') };
  const look = (event: FormEvent): void => {
    event.preventDefault();
    onSearch(typed);
  };

  return (
    <form className="audit-search" aria-label={t('search.title')} onSubmit={look}>
      <TextField label={t('search.text')} description={t('search.textNote')} value={typed.text} onChange={set('text')} maxLength={200} />
      <SelectField
        label={t('search.subjectKind')}
        placeholder={t('any')}
        options={[any, ...SUBJECT_KINDS.map((kind) => ({ value: kind, label: t(`subjects.${kind}`) }))]}
        value={typed.subjectKind || ANY}
        onChange={choose('subjectKind')}
      />
      <TextField label={t('search.subject')} value={typed.subject} onChange={set('subject')} maxLength={200} isVerbatim />
      <SelectField
        label={t('search.action')}
        placeholder={t('any')}
        options={[any, ...ACTS.map((action) => ({ value: action, label: actWords({ action, detail: {} }, t, word) }))]}
        value={typed.action || ANY}
        onChange={choose('action')}
      />
      <SelectField
        label={t('search.outcome')}
        placeholder={t('any')}
        options={[any, ...OUTCOMES.map((outcome) => ({ value: outcome, label: t(`outcomes.${outcome}`) }))]}
        value={typed.outcome || ANY}
        onChange={choose('outcome')}
      />
      <MomentField label={t('search.from')} value={typed.from} onChange={set('from')} />
      <MomentField label={t('search.to')} value={typed.to} onChange={set('to')} />
      <div className="audit-search-actions">
        <Button kind="primary" type="submit">
          {t('search.look')}
        </Button>
        <Button onPress={() => onSearch({ ...NO_SEARCH })}>{t('search.clear')}</Button>
      </div>
    </form>
  );
}
