import { type FormEvent, useState } from 'react';
import { LoginField } from '../../../../shared/contract/session.ts';
import { ROLES, type Role } from '../../../../shared/model/vocabulary.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { Actions } from '../../../ui/desk/Dialog.tsx';
import { SelectField } from '../../../ui/desk/SelectField.tsx';
import { TextField } from '../../../ui/desk/TextField.tsx';
import { AreaPicker } from './AreaPicker.tsx';
import type { AreaNames } from './use-areas.ts';
import { usePeopleWords } from './words.ts';

export type GrantDraft = {
  login: string;
  name: string;
  role: Role | null;
  unit: string;
  areas: string[] | null;
  oidcSubject: string;
};
export type GrantChosen = Omit<GrantDraft, 'role' | 'unit' | 'oidcSubject'> & {
  role: Role;
  unit: string | null;
  oidcSubject: string | null;
};

const UNIT = /^[0-9A-Za-z][0-9A-Za-z._:@-]{0,119}$/;

type Props = {
  initial: GrantDraft;
  /** A login is given once. */
  hasLogin: boolean;
  areas: AreaNames;
  submit: string;
  busy: boolean;
  /** What the server said to the last attempt. */
  refusal: string | null;
  onSubmit: (chosen: GrantChosen) => void;
  onCancel: () => void;
};

/** Who somebody is here, and what follows from it. Everything wrong is said at once, where it stands. */
export function GrantForm({ initial, hasLogin, areas, submit, busy, refusal, onSubmit, onCancel }: Props) {
  const { t } = usePeopleWords();
  const [draft, setDraft] = useState(initial);
  const [asked, setAsked] = useState(false);
  const set = (change: Partial<GrantDraft>): void => setDraft({ ...draft, ...change });
  const login = LoginField.safeParse(draft.login);
  const faults = {
    name: draft.name.trim() === '' ? t('form.nameMissing') : undefined,
    login: hasLogin && !login.success ? t('form.loginMalformed') : undefined,
    role: draft.role === null ? t('form.roleMissing') : undefined,
    unit: draft.unit.trim() !== '' && !UNIT.test(draft.unit.trim()) ? t('form.unitMalformed') : undefined,
    areas: draft.areas?.length === 0 ? t('form.areasMissing') : undefined,
  };
  const said = (fault: string | undefined) => (asked && fault ? { error: fault } : {});
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (busy || draft.role === null || Object.values(faults).some((fault) => fault !== undefined)) return;
    onSubmit({
      ...draft,
      login: login.success ? login.data : draft.login,
      name: draft.name.trim(),
      role: draft.role,
      unit: draft.unit.trim() || null,
      oidcSubject: draft.oidcSubject.trim() || null,
    });
  };
  return (
    <form className="people-form" onSubmit={send} noValidate>
      <TextField label={t('form.name')} value={draft.name} onChange={(name) => set({ name })} autoComplete="off" {...said(faults.name)} />
      {hasLogin ? (
        <TextField
          label={t('form.login')}
          description={t('form.loginRule')}
          value={draft.login}
          onChange={(value) => set({ login: value })}
          autoComplete="off"
          isVerbatim
          {...said(faults.login)}
        />
      ) : null}
      <SelectField
        label={t('form.role')}
        placeholder={t('form.rolePlaceholder')}
        options={ROLES.map((role) => ({ value: role, label: t(`vocabulary:role.${role}`), description: t(`about.${role}`) }))}
        value={draft.role}
        onChange={(role) => set({ role })}
        {...said(faults.role)}
      />
      <AreaPicker areas={areas} value={draft.areas} onChange={(chosen) => set({ areas: chosen })} {...said(faults.areas)} />
      <TextField
        label={t('form.unit')}
        description={t('form.unitRule')}
        value={draft.unit}
        onChange={(unit) => set({ unit })}
        autoComplete="off"
        isVerbatim
        {...said(faults.unit)}
      />
      <TextField
        label={t('form.sso')}
        description={t('form.ssoRule')}
        value={draft.oidcSubject}
        onChange={(oidcSubject) => set({ oidcSubject })}
        autoComplete="off"
        isVerbatim
      />
      {refusal ? <Banner tone="wrong">{refusal}</Banner> : null}
      <Actions>
        <Button type="submit" kind="primary" isPending={busy}>
          {submit}
        </Button>
        <Button onPress={onCancel}>{t('cancel')}</Button>
      </Actions>
    </form>
  );
}
