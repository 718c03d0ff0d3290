import type { ReactElement, ReactNode } from 'react';
import type { RolesTable } from '../../../../shared/contract/people.ts';
import { CLASSIFICATIONS, PERSONAL_FIELDS } from '../../../../shared/model/vocabulary.ts';
import { ACTIONS } from '../../../../shared/rules/rights.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { inWords } from '../../../ui/desk/refusal-words.ts';
import { useAnswer } from '../../../ui/desk/use-answer.ts';
import { useAdminWords } from '../words.ts';
import './people.css';
import { usePeopleWords } from './words.ts';

/** The table of rights as the server has it, role by role, in words. What is in no row nobody may do. */
export function RightsSection(): ReactElement {
  const { t } = usePeopleWords();
  const { t: shell } = useAdminWords();
  const table = useAnswer<RolesTable>('/admin/v1/roles');
  const roles = table.value?.roles ?? [];
  // An act of walls alone is nobody's among people.
  const actions = ACTIONS.filter((action) => roles.some(({ may }) => may[action] !== undefined));
  const no = (
    <span className="quiet">
      <span aria-hidden="true">–</span>
      <span className="people-aloud">{t('rights.no')}</span>
    </span>
  );
  const group = (key: string, rows: ReactNode): ReactNode => (
    <tbody>
      <tr>
        <th className="people-group" colSpan={roles.length + 1} scope="colgroup">
          {t(`rights.${key}`)}
        </th>
      </tr>
      {rows}
    </tbody>
  );
  const row = (key: string, name: string, cells: ReactNode[]): ReactNode => (
    <tr key={key} className="desk-row">
      <th className="desk-cell" scope="row">
        {name}
      </th>
      {cells}
    </tr>
  );
  return (
    <>
      <h1>{t('rights.title')}</h1>
      <p className="desk-note">{t('rights.intro')}</p>
      {table.error ? (
        <Banner tone="wrong" action={<Button onPress={table.again}>{shell('again')}</Button>}>
          {inWords(table.error, shell)}
        </Banner>
      ) : null}
      {table.isLoading ? <p role="status">{shell('loading')}</p> : null}
      {roles.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard
        <section className="desk-table-frame" aria-label={t('rights.title')} tabIndex={0}>
          <table className="desk-table people-rights">
            <thead>
              <tr>
                <th className="desk-column" scope="col">
                  {t('rights.what')}
                </th>
                {roles.map(({ role }) => (
                  <th key={role} className="desk-column" scope="col">
                    {t(`vocabulary:role.${role}`)}
                  </th>
                ))}
              </tr>
            </thead>
            {group(
              'actions',
              actions.map((action) =>
                row(
                  action,
                  t(`vocabulary:action.${action}`),
                  roles.map(({ role, may }) => {
                    const scope = may[action];
                    return (
                      <td key={role} className="desk-cell">
                        {scope ? t(`rights.scope.${scope}`) : no}
                      </td>
                    );
                  }),
                ),
              ),
            )}
            {group(
              'classifications',
              CLASSIFICATIONS.map((name) =>
                row(
                  name,
                  t(`vocabulary:classification.${name}`),
                  roles.map(({ role, classifications }) => (
                    <td key={role} className="desk-cell">
                      {classifications.includes(name) ? t('rights.yes') : no}
                    </td>
                  )),
                ),
              ),
            )}
            {group(
              'personal',
              PERSONAL_FIELDS.map((field) =>
                row(
                  field,
                  t(`vocabulary:personalField.${field}`),
                  roles.map(({ role, personal }) => (
                    <td key={role} className="desk-cell">
                      {personal[field] === 'none' ? no : t(`vocabulary:exposure.${personal[field]}`)}
                    </td>
                  )),
                ),
              ),
            )}
          </table>
        </section>
      ) : null}
    </>
  );
}
