import { type ReactNode, useState } from 'react';
import { Cell, Column, Row, type SortDescriptor, Table, TableBody, TableHeader } from 'react-aria-components';

export type DataColumn<Item> = {
  key: string;
  name: string;
  /** What a cell shows. */
  show: (item: Item) => ReactNode;
  /** Names the row to who hears it. One column of a table, the first when none says so. */
  isRowHeader?: boolean;
  /** Makes the column sortable. */
  sortBy?: (item: Item) => string | number;
  /** Figures stand under each other. */
  isFigure?: boolean;
};

type Props<Item> = {
  label: string;
  columns: readonly DataColumn<Item>[];
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** Said when there is nothing to show. */
  empty: string;
  /** Enter, or a press on a row. */
  onOpen?: (item: Item) => void;
};

const inWords = new Intl.Collator('vi');
const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : inWords.compare(String(a), String(b));

/** Arrow keys go from cell to cell, Enter opens a row; a press on a heading sorts. Order stays as given until then. */
export function DataTable<Item>({ label, columns, items, keyOf, empty, onOpen }: Props<Item>) {
  const [sort, setSort] = useState<SortDescriptor | null>(null);
  const sortBy = columns.find(({ key }) => key === sort?.column)?.sortBy;
  const sign = sort?.direction === 'descending' ? -1 : 1;
  const shown = sortBy ? [...items].sort((a, b) => sign * compare(sortBy(a), sortBy(b))) : items;
  const headed = columns.some(({ isRowHeader }) => isRowHeader);
  return (
    <div className="desk-table-frame">
      <Table
        aria-label={label}
        className="desk-table"
        {...(sort ? { sortDescriptor: sort } : {})}
        onSortChange={setSort}
        {...(onOpen
          ? {
              onRowAction: (key) => {
                const item = items.find((candidate) => keyOf(candidate) === key);
                if (item !== undefined) onOpen(item);
              },
            }
          : {})}
      >
        <TableHeader>
          {columns.map(({ key, name, isRowHeader, sortBy: by, isFigure }, at) => (
            <Column
              key={key}
              id={key}
              isRowHeader={isRowHeader ?? (!headed && at === 0)}
              allowsSorting={by !== undefined}
              className={isFigure ? 'desk-column desk-column--figure' : 'desk-column'}
            >
              {({ sortDirection }) => (
                <>
                  {name}
                  {sortDirection ? (
                    <svg className="desk-arrow" viewBox="0 0 20 20" aria-hidden="true">
                      <path d={sortDirection === 'ascending' ? 'M5 12 10 7 15 12' : 'M5 8 10 13 15 8'} />
                    </svg>
                  ) : null}
                </>
              )}
            </Column>
          ))}
        </TableHeader>
        <TableBody renderEmptyState={() => <p className="desk-empty">{empty}</p>}>
          {shown.map((item) => (
            <Row key={keyOf(item)} id={keyOf(item)} className={onOpen ? 'desk-row desk-row--opens' : 'desk-row'}>
              {columns.map(({ key, show, isFigure }) => (
                <Cell key={key} className={isFigure ? 'desk-cell desk-cell--figure' : 'desk-cell'}>
                  {show(item)}
                </Cell>
              ))}
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
