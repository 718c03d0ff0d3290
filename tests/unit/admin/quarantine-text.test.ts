import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultSpan } from '../../../client/screens/admin/quarantine/fault-span.ts';
import { inLines } from '../../../client/screens/admin/quarantine/in-lines.ts';

const pointed = (text: string, pointer: string): string | null => {
  const span = faultSpan(text, pointer);
  return span && text.slice(span.start, span.end);
};

describe('ADMIN6 the fault in a quarantined text', () => {
  const TEXT = '{ "id": "a/b", "at": [106.7, "hai mươi"], "of": {"x~y/z": null, "a": 1, "a": 2}, "đ\\u1ea1i": [[]] }';
  it.each([
    ['/id', '"id": "a/b"'],
    ['/at', '"at": [106.7, "hai mươi"]'],
    ['/at/1', '"hai mươi"'],
    ['/of/x~0y~1z', '"x~y/z": null'],
    ['/đại/0', '[]'],
    // Of a key that comes twice the last one counts, as for every reader of JSON.
    ['/of/a', '"a": 2'],
  ])('%s', (pointer, found) => expect(pointed(TEXT, pointer)).toBe(found));
  it.each(['', '/', '/no', '/at/2', '/at/01', '/id/0'])('%j is nowhere in it', (pointer) => expect(pointed(TEXT, pointer)).toBeNull());
  it('is nowhere in what is no JSON, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, pointer) => {
        const span = faultSpan(text, `/${pointer}`);
        if (span) expect(span.end).toBeGreaterThan(span.start);
      }),
    );
  });
  it('stands where every path of any JSON leads', () => {
    const paths = (value: unknown): string[][] =>
      typeof value === 'object' && value !== null
        ? [[], ...Object.entries(value).flatMap(([key, inner]) => paths(inner).map((path) => [key, ...path]))]
        : [[]];
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = inLines(JSON.stringify(value));
        for (const path of paths(value)) {
          if (path.length === 0) continue;
          const span = faultSpan(text, path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
          const inner = path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], value);
          const marked = text.slice(span?.start, span?.end);
          const key = JSON.stringify(path.at(-1));
          const bare = marked.startsWith(`${key}: `) ? marked.slice(key.length + 2) : marked;
          expect(JSON.parse(bare)).toEqual(JSON.parse(JSON.stringify(inner)));
        }
      }),
    );
  });
});

describe('ADMIN6 lines', () => {
  it('say what the text says, with every number and key as it came', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(inLines(JSON.stringify(value)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(inLines('{"n":12345678901234567890,"n":1.10,"e":[],"o":{ },"t":"a,b: {\\"c\\"}"}')).toBe(
      ['{', '  "n": 12345678901234567890,', '  "n": 1.10,', '  "e": [],', '  "o": {},', '  "t": "a,b: {\\"c\\"}"', '}'].join('\n'),
    );
    expect(inLines('not { json')).toBe('not { json');
  });
});
