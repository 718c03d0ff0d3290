import { describe, expect, it } from 'vitest';
import { ACTS, SUBJECT_KINDS } from '../../../client/screens/admin/audit/search.ts';

type Words = { [key: string]: string | Words };
const flat = (words: Words, path = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  );
const slots = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();
const files = import.meta.glob<Words>('../../../client/screens/admin/**/{vi,en}.json', { eager: true, import: 'default' });
const page = import.meta.glob<Words>('../../../client/app/messages/vi.json', { eager: true, import: 'default' });
const folders = [...new Set(Object.keys(files).map((path) => path.replace(/\/(vi|en)\.json$/, '')))];

describe.each(folders)('WORD1 the words of %s', (folder) => {
  const [inVietnamese, inEnglish] = ['vi', 'en'].map((language) => new Map(flat(files[`${folder}/${language}.json`] ?? {})));
  it('has the same keys with the same slots in both languages, composed and never empty', () => {
    expect([...(inEnglish?.keys() ?? [])].sort()).toEqual([...(inVietnamese?.keys() ?? [])].sort());
    for (const [key, text] of inVietnamese ?? []) {
      expect([key, slots(inEnglish?.get(key) ?? '')]).toEqual([key, slots(text)]);
      for (const one of [text, inEnglish?.get(key) ?? '']) {
        expect(one).toBe(one.normalize('NFC'));
        expect(one.trim()).not.toBe('');
      }
    }
  });
});

it('WORD3 every word that a section of the administration names is there', () => {
  const sources = import.meta.glob<string>('../../../client/screens/admin/{areas,sources,quarantine,ledger}/*.tsx', {
    eager: true,
    query: '?raw',
    import: 'default',
  });
  let named = 0;
  for (const [path, source] of Object.entries(sources)) {
    const folder = path.replace(/\/[^/]+$/, '');
    const known = new Set(flat(files[`${folder}/vi.json`] ?? {}).map(([key]) => key));
    const shell = new Set(flat(files['../../../client/screens/admin/vi.json'] ?? {}).map(([key]) => key));
    for (const [, by, key = ''] of source.matchAll(/\b(t|shell)\(\s*'([^':]+)'/g)) {
      named++;
      expect([path, key, (by === 't' && !path.endsWith('AskedFrame.tsx') ? known : shell).has(key)]).toEqual([path, key, true]);
    }
  }
  expect(named).toBeGreaterThan(80);
});

it('WORD3 every kind of subject and every act that the search of the audit offers has words', () => {
  const known = (path: string): Set<string> => new Set(flat(files[path] ?? page[path] ?? {}).map(([key]) => key));
  const own = known('../../../client/screens/admin/audit/vi.json');
  const shared = known('../../../client/app/messages/vi.json');
  expect(SUBJECT_KINDS.filter((kind) => !own.has(`subjects.${kind}`))).toEqual([]);
  const keyOf = (act: string): string => act.replace(':', '.');
  expect(ACTS.filter((act) => !own.has(`acts.${keyOf(act)}`) && !shared.has(`vocabulary.action.${keyOf(act)}`))).toEqual([]);
  expect(ACTS).toEqual(expect.arrayContaining(['wall:direct', 'wall:define', 'scene:publish', 'replay:read', 'replay:keep']));
});
