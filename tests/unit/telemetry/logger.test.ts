import { describe, expect, test } from 'vitest';
import { createLogger } from '../../../server/telemetry/logger.ts';

function listen() {
  const lines: string[] = [];
  const logger = createLogger({ level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const last = (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? 'null') as Record<string, unknown>;
  return { logger, lines, last };
}

describe('SEC27: no secret is written', () => {
  test.each([
    ['a field', { password: 'hunter22' }],
    ['a header', { request: { headers: { authorization: 'Bearer hunter22hunter22', Cookie: 'sid=hunter22' } } }],
    ['a field far down', { a: { b: { c: [{ d: { apiKey: 'hunter22' } }] } } }],
    ['a whole object', { credentials: { user: 'u', value: 'hunter22' } }],
    ['an address', { url: 'postgresql://ioc:hunter22@127.0.0.1/ioc' }],
    ['an address with no user', { url: 'mqtts://:hunter22@broker' }],
    ['a link', { link: 'http://127.0.0.1:8080/pair?token=hunter22&next=/wall' }],
    ['an error', { err: new Error('cannot reach mqtt://u:hunter22@broker') }],
    ['a field of an error', { err: Object.assign(new Error('refused'), { config: { secret: 'hunter22' } }) }],
    ['an error in another field', { reason: new Error('Bearer hunter22hunter22') }],
  ])('in %s', (_, fields) => {
    const { logger, lines } = listen();
    logger.info(fields, 'said');
    logger.child(fields).info('said');
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain('hunter22');
    expect(lines.join('')).toContain('[***]');
  });

  test('in a message, nor in a bare error', () => {
    const { logger, lines } = listen();
    logger.warn('broker at mqtt://u:hunter22@host');
    logger.error(new Error('GET /ready?token=hunter22'));
    expect(lines.join('')).not.toContain('hunter22');
    expect(lines).toHaveLength(2);
  });

  test('and what is no secret stays, unchanged in the caller', () => {
    const { logger, last } = listen();
    const fields = { seq: 7, source: 'frigate', hasToken: true, at: new Date(0), tokens: null, note: 'Phường Gia Viên' };
    const before = structuredClone(fields);
    logger.info(fields, 'stored');
    expect(last()).toMatchObject({ level: 'info', msg: 'stored', ...fields, at: '1970-01-01T00:00:00.000Z' });
    expect(fields).toEqual(before);
  });
});

describe('SEC24: no input forges a line', () => {
  test.each(['x\n{"level":"info","msg":"forged"}', 'x\r\nforged', 'x\u2028forged', 'x\u009b2Jforged', 'x\u202egorf'])(
    '%j is one line of plain signs',
    (text) => {
      const { logger, lines } = listen();
      logger.child({ camera: text }).info({ [text]: text, deep: [text] }, text);
      expect(lines).toHaveLength(1);
      expect(lines[0]?.trimEnd()).toMatch(/^[^\p{Cc}\u2028\u2029\u202a-\u202e]+$/u);
      expect(() => JSON.parse(lines[0] ?? '')).not.toThrow();
    },
  );

  test('what is too deep, too long or circular is cut and says so', () => {
    const { logger, last } = listen();
    const ring: Record<string, unknown> = { name: 'ring' };
    ring.self = ring;
    logger.info({ ring, text: 'x'.repeat(20_000), list: Array.from({ length: 500 }, (_, index) => index) }, 'big');
    expect(JSON.stringify(last()).length).toBeLessThan(12_000);
    expect(last()).toMatchObject({ text: expect.stringContaining('(+11808)') });
    expect((last().list as unknown[]).at(-1)).toBe('… (+400)');
  });
});
