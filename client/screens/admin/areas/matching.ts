import type { AreaCode } from '../../../../shared/model/ids.ts';
import type { AreaTree } from '../../../../shared/rules/areas.ts';

/** Without case and marks: people search as they type. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();

/** Units of the tree's day whose name or code holds every word, by name. */
export function matching({ nodes }: AreaTree, words: string): AreaCode[] {
  const parts = plain(words).split(/\s+/);
  return [...nodes.values()]
    .filter(({ code, name }) => {
      const text = `${plain(name)} ${code.toLowerCase()}`;
      return parts.every((part) => text.includes(part));
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'))
    .map(({ code }) => code);
}
