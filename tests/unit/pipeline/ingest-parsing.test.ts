import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../server/domain/intake/decide.ts';
import { standingOf } from '../../../server/domain/intake/standing.ts';
import { itemsOf, parseItem } from '../../../server/http/ingest/items.ts';
import { PARSERS } from '../../../server/http/ingest/parse-post.ts';
import { Refused } from '../../../server/http/ingest/problems.ts';
import { KINDS } from '../../../shared/contract/entry-data.ts';
import { SURFACE_NAMES } from '../../../shared/contract/ingest.ts';
import { NOW, SOURCE, smallCentre } from '../domain/standing-fixture.ts';

const context = { source: SOURCE, cameraAt: () => [106.68, 20.86] as const };
const moment = '2026-11-22T12:00:00+07:00';
const GOOD = {
  'camera-events': {
    eventId: 'e',
    cameraId: 'cam-1',
    type: 'fire',
    severity: 'high',
    occurredAt: moment,
    zones: ['a'],
    plate: '15A-1',
    at: [106.7, 20.8],
  },
  'field-reports': {
    reportId: 'r',
    category: 'fire-rescue',
    severity: 'high',
    summary: 'cháy',
    at: [106.7, 20.8],
    reportedAt: moment,
    dueAt: moment,
  },
  'indicator-values': { code: 'KT-01', value: 3, asOf: moment, area: '11300' },
  'sensor-observations': { sensorId: 's', name: 'x', measure: 'rainfall', value: 1, unit: 'mm', at: [106.7, 20.8], occurredAt: moment },
} as const;

const anything = fc.oneof(
  fc.anything(),
  fc.jsonValue(),
  fc.constantFrom('__proto__', '\0', '\ud800', -0, 1e308, '2026-02-30T00:00:00Z', '9999-12-31T23:59:59Z'),
);
const surface = fc.constantFrom(...SURFACE_NAMES);

describe('fuzz', () => {
  it('SRC10 no parser throws, whatever comes; what passes is valid for the log, what does not has a reason', () => {
    const standing = standingOf(smallCentre());
    fc.assert(
      fc.property(
        surface,
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom(...Object.values(GOOD).flatMap(Object.keys))), anything),
        fc.boolean(),
        (name, changes, spread) => {
          const raw = spread ? { ...GOOD[name], ...changes } : changes;
          const parsed = PARSERS[name](raw, context);
          if (!parsed.ok) {
            expect(parsed.error.message).not.toBe('');
            expect(parsed.error.pointer).toMatch(/^(\/.*)?$/s);
            return;
          }
          expect(KINDS[parsed.value.kind].data.safeParse(parsed.value.data).success).toBe(true);
          const decided = decide(standing, parsed.value, { receivedAt: NOW, drill: false, source: SOURCE });
          if (!decided.ok) expect(decided.error.message).not.toBe('');
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('SRC10 any value at all in place of an item is refused or parsed, never thrown on', () => {
    fc.assert(
      fc.property(surface, anything, (name, raw) => {
        expect(PARSERS[name](raw, context).ok).toBeTypeOf('boolean');
      }),
      { numRuns: 1000 },
    );
  });

  it('SRC10 any bytes are items, or are refused with a code', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: 'grapheme' }).map((text) => new TextEncoder().encode(text)),
      fc.array(fc.jsonValue(), { maxLength: 5 }).map((rows) => new TextEncoder().encode(rows.map((row) => JSON.stringify(row)).join('\n'))),
    );
    fc.assert(
      fc.property(bytes, fc.constantFrom('json' as const, 'ndjson' as const), (body, form) => {
        expect(parseItem(body).ok).toBeTypeOf('boolean');
        try {
          for (const { value, body: kept } of itemsOf(body, form)) if (!value.ok) expect(kept().byteLength).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(Refused);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('SRC8 the place of the first byte that is not UTF-8 is exact', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.constantFrom(0xff, 0xc0, 0x80),
        fc.string({ maxLength: 20 }),
        (before, bad, after) => {
          const start = new TextEncoder().encode(before);
          const body = new Uint8Array([...start, bad, ...new TextEncoder().encode(after)]);
          const parsed = parseItem(body);
          expect(parsed).toMatchObject({
            ok: false,
            error: { code: 'not-utf8', message: `the byte at offset ${start.length} is not UTF-8` },
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});
