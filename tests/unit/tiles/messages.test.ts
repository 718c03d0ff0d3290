import { describe, expect, it } from 'vitest';
import en from '../../../client/app/messages/en.json';
import vi from '../../../client/app/messages/vi.json';
import type { Messages } from '../../../client/tiles/manifest.ts';
import { TILES } from '../../../client/tiles/registry.ts';
import {
  AUDIENCES,
  CAMERA_EVENT_TYPES,
  CAMERA_STATES,
  DOMAINS,
  INDICATOR_PERIODS,
  REPORT_CATEGORIES,
  REPORT_CHANNELS,
  REPORT_STATES,
  SENSOR_MEASURES,
  SEVERITIES,
  SOURCE_STATES,
  VALUE_QUALITIES,
} from '../../../shared/model/vocabulary.ts';

const flat = (messages: Messages, path = ''): [string, string][] =>
  Object.entries(messages).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  );
const slots = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

const files = [{ name: 'app', messages: { vi, en } }, ...TILES.map(({ name, messages }) => ({ name, messages }))];

describe.each(files)('WORD1 the words of $name', ({ messages }) => {
  const inVi = new Map(flat(messages.vi));
  const inEn = new Map(flat(messages.en));
  it('has the same keys in Vietnamese and English, each with the same slots', () => {
    expect([...inEn.keys()].sort()).toEqual([...inVi.keys()].sort());
    for (const [key, text] of inVi) expect([key, slots(inEn.get(key) ?? '')]).toEqual([key, slots(text)]);
  });
  it('is composed (NFC) and never empty', () => {
    for (const text of [...inVi.values(), ...inEn.values()]) {
      expect(text).toBe(text.normalize('NFC'));
      expect(text.trim()).not.toBe('');
    }
  });
});

describe('WORD2 every word list of the centre has words', () => {
  it.each([
    ['severity', SEVERITIES],
    ['cameraEvent', CAMERA_EVENT_TYPES],
    ['cameraState', CAMERA_STATES],
    ['reportState', REPORT_STATES],
    ['reportCategory', REPORT_CATEGORIES],
    ['reportChannel', REPORT_CHANNELS],
    ['domain', DOMAINS],
    ['period', INDICATOR_PERIODS],
    ['quality', VALUE_QUALITIES],
    ['measure', SENSOR_MEASURES],
    ['sourceState', SOURCE_STATES],
    ['audience', AUDIENCES],
  ] as const)('%s', (list, words) => {
    expect(Object.keys(vi.vocabulary[list])).toEqual(expect.arrayContaining([...words]));
  });
});

describe('WORD3 every key that the code names exists', () => {
  it('in the tiles, the parts and the screens', async () => {
    const { readdir, readFile } = await import('node:fs/promises');
    const root = new URL('../../../client/', import.meta.url);
    const known = new Set<string>();
    for (const [namespace, messages] of Object.entries(vi))
      for (const [key] of flat(messages as Messages)) known.add(`${namespace}:${key}`);
    for (const { name, messages } of TILES) for (const [key] of flat(messages.vi)) known.add(`${name}:${key}`);
    const missing: string[] = [];
    let named = 0;
    for (const room of ['ui', 'tiles', 'screens']) {
      for (const file of await readdir(new URL(room, root), { recursive: true })) {
        if (!/\.tsx?$/.test(file)) continue;
        const source = await readFile(new URL(`${room}/${file}`, root), 'utf8');
        for (const [, key = ''] of source.matchAll(/\bt\(\s*['`]([a-z-]+:[^'`$]*)['`]/g)) {
          named++;
          if (!known.has(key)) missing.push(`${file}: ${key}`);
        }
      }
    }
    expect(named).toBeGreaterThan(40);
    expect(missing).toEqual([]);
  });
});
