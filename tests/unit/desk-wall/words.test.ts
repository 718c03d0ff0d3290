import { expect, it } from 'vitest';
import en from '../../../client/screens/desk-wall/en.json';
import vi from '../../../client/screens/desk-wall/vi.json';

type Words = { [key: string]: string | Words };
const flat = (words: Words, path = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  );
const slots = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

it('WORD1 the words of the control desk are the same in both languages, composed and never empty', () => {
  const [inVietnamese, inEnglish] = [new Map(flat(vi)), new Map(flat(en))];
  expect([...inEnglish.keys()].sort()).toEqual([...inVietnamese.keys()].sort());
  for (const [key, text] of inVietnamese) {
    expect([key, slots(inEnglish.get(key) ?? '')]).toEqual([key, slots(text)]);
    for (const one of [text, inEnglish.get(key) ?? '']) {
      expect(one).toBe(one.normalize('NFC'));
      expect(one.trim()).not.toBe('');
    }
  }
});

it('WORD3 every word that the control desk names is there', () => {
  const sources = import.meta.glob<string>('../../../client/screens/desk-wall/**/*.{ts,tsx}', {
    eager: true,
    query: '?raw',
    import: 'default',
  });
  const known = new Set(flat(vi).map(([key]) => key));
  let named = 0;
  for (const [path, source] of Object.entries(sources))
    for (const [, key = ''] of source.matchAll(/\bt\(\s*'([^':]+)'/g)) {
      named++;
      expect([path, key, known.has(key)]).toEqual([path, key, true]);
    }
  expect(named).toBeGreaterThan(100);
});
