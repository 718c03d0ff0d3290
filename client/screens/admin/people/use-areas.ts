import { useMemo } from 'react';
import type { AreaListing } from '../../../../shared/contract/areas.ts';
import { useAnswer } from '../../../ui/desk/use-answer.ts';

export type AreaNames = {
  /** In the order of the alphabet; those that still are. */
  choices: readonly { code: string; name: string }[];
  /** Of what is no more too; the code itself when nobody knows it. */
  nameOf: (code: string) => string;
  parentOf: ReadonlyMap<string, string | null>;
};

/** The hierarchy as it is now. Empty until it came, and in a centre that has none. */
export function useAreas(): AreaNames {
  const { value } = useAnswer<AreaListing>('/admin/v1/areas');
  return useMemo(() => {
    const last = (value?.items ?? []).flatMap(({ code, periods }) => {
      const period = periods.at(-1);
      return period ? [{ code: String(code), ...period }] : [];
    });
    const names = new Map(last.map(({ code, name }) => [code, name]));
    const inWords = new Intl.Collator('vi', { numeric: true });
    return {
      choices: last
        .filter(({ validTo }) => validTo === null)
        .map(({ code, name }) => ({ code, name }))
        .sort((a, b) => inWords.compare(a.name, b.name)),
      nameOf: (code) => names.get(code) ?? code,
      parentOf: new Map(last.map(({ code, parent }) => [code, parent])),
    };
  }, [value]);
}
