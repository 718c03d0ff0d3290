import { readdirSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMedia, type Media } from '../../../server/store/media.ts';
import { createMediaFiles, type KeptFiles } from '../../../server/store/media-files.ts';
import { createUploads, type Upload, type Uploads } from '../../../server/store/uploads.ts';
import { areaCode } from '../../../shared/model/ids.ts';
import { photo, pixelBomb, withExif, zipBomb } from '../../support/pictures.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';

let folder = '';
let base: TestDatabase;
let media: Media;
let files: KeptFiles;
let uploads: Uploads;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ioc-media-'));
  base = await testDatabase();
  media = createMedia({ dataDir: folder });
  files = createMediaFiles({ database: base.database });
  uploads = createUploads({ media, files, clock: () => 1000 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const upload = (bytes: Uint8Array, name = 'a.jpg', declaredType = 'image/jpeg', more: Partial<Upload> = {}): Upload => ({
  bytes,
  name,
  declaredType,
  area: areaCode('31-001'),
  classification: 'internal',
  uploader: 'person-1',
  ...more,
});
const outcome = async (one: Upload, to = uploads): Promise<string> => {
  const kept = await to.take(one);
  return kept.ok ? 'kept' : kept.error.code;
};

describe('SEC21 an upload is what its bytes, its name and its type say alike', () => {
  test.each([
    ['jpeg', 'a.jpg', 'image/jpeg'],
    ['jpeg', 'A.JPEG', 'image/jpeg'],
    ['png', 'b.png', 'image/png; charset=binary'],
    ['webp', 'c.webp', 'IMAGE/WEBP'],
  ] as const)('a %s called %s, said to be %s', async (format, name, type) => {
    expect(await outcome(upload(await photo(format), name, type))).toBe('kept');
  });

  test('whatever says one thing and is another is refused in words', async () => {
    const jpeg = await photo('jpeg');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const cases: [string, Upload][] = [
      ['mismatch', upload(jpeg, 'a.png', 'image/jpeg')],
      ['mismatch', upload(jpeg, 'a.jpg', 'image/png')],
      ['mismatch', upload(jpeg, 'a.jpg.exe')],
      ['mismatch', upload(jpeg, 'a')],
      ['mismatch', upload(jpeg, 'a.jpg\u0000.html')],
      ['mismatch', upload(await photo('png'), 'a.jpg', 'image/jpeg')],
      ['mismatch', upload(jpeg, 'a.jpg', 'text/html')],
      ['mismatch', upload(jpeg, 'a.jpg', '')],
      ['not-allowed', upload(svg, 'a.svg', 'image/svg+xml')],
      ['not-allowed', upload(svg, 'a.jpg', 'image/jpeg')],
      ['not-allowed', upload(Buffer.from('<!doctype html><script>alert(1)</script>'), 'a.jpg')],
      ['not-allowed', upload(Buffer.from('GIF89a\u0001\u0000\u0001\u0000', 'latin1'), 'a.gif', 'image/gif')],
      ['not-allowed', upload(Buffer.from('0000002066747970686569630000000068656963', 'hex'), 'a.heic', 'image/heic')],
      ['not-allowed', upload(Buffer.from('0000001c66747970617669660000000061766966', 'hex'), 'a.jpg')],
      ['not-allowed', upload(Buffer.from('%PDF-1.7'), 'a.jpg')],
      ['not-allowed', upload(Buffer.from('MZ'), 'a.jpg')],
      ['not-allowed', upload(Buffer.from('\u007fELF'), 'a.png', 'image/png')],
      ['broken', upload(Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'a.jpg')],
      ['empty', upload(Buffer.alloc(0))],
    ];
    for (const [code, one] of cases) expect([one.name, one.declaredType, await outcome(one)]).toEqual([one.name, one.declaredType, code]);
    const refused = await uploads.take(upload(svg, 'a.svg', 'image/svg+xml'));
    expect(!refused.ok && refused.error.message).toMatch(/Chỉ nhận ảnh .* · Only JPEG/);
  });

  test('one that is cut off, or whose middle is not its own, is refused', async () => {
    const jpeg = await photo('jpeg');
    expect(await outcome(upload(jpeg.subarray(0, jpeg.length / 2)))).toBe('broken');
    const png = await photo('png');
    expect(await outcome(upload(png.subarray(0, png.length - 4000), 'a.png', 'image/png'))).toBe('broken');
    const bent = Buffer.from(png);
    bent.fill(0, png.length / 2, png.length / 2 + 200);
    expect(await outcome(upload(bent, 'a.png', 'image/png'))).toBe('broken');
  });

  test('it is drawn anew: upright, with no EXIF, no place and no maker in it', async () => {
    const original = await withExif();
    expect(original.includes('SECRETPHONE')).toBe(true);
    const kept = await uploads.take(upload(original));
    if (!kept.ok) throw new Error(kept.error.code);
    const bytes = (await media.get(kept.value.sha256)) ?? Buffer.alloc(0);
    const { exif, icc, xmp, iptc, orientation, width, height } = await sharp(bytes).metadata();
    expect({ exif, icc, xmp, iptc, orientation }).toEqual({});
    expect([width, height]).toEqual([200, 400]);
    expect(kept.value).toMatchObject({ width: 200, height: 400, type: 'image/jpeg' });
    expect(bytes.includes('SECRET') || bytes.includes('GPS')).toBe(false);
  });

  test('what a polyglot carried behind or inside the picture is gone', async () => {
    const script = '<script>fetch("/session")</script>';
    const jpeg = await photo('jpeg');
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, script.length + 2]), Buffer.from(script)]);
    const behind = Buffer.concat([jpeg, zipBomb(), Buffer.from(script)]);
    const inside = Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]);
    for (const hostile of [behind, inside]) {
      expect(hostile.includes(script)).toBe(true);
      const kept = await uploads.take(upload(hostile));
      if (!kept.ok) throw new Error(kept.error.code);
      const bytes = (await media.get(kept.value.sha256)) ?? Buffer.alloc(0);
      expect(bytes.includes('script') || bytes.includes('PK\u0003\u0004')).toBe(false);
    }
  });

  test('144 million pixels in a few kilobytes are refused before one of them is decoded', async () => {
    const bomb = pixelBomb(12_000);
    expect(bomb.length).toBeLessThan(200_000);
    const before = process.memoryUsage().rss;
    expect(await outcome(upload(bomb, 'a.png', 'image/png'))).toBe('too-many-pixels');
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * 1024 * 1024);
  });

  test('bytes have a limit for each file, and each uploader a quota that two at once do not share twice', async () => {
    const jpeg = await photo('jpeg');
    const small = createUploads({ media, files, clock: () => 0, limits: { bytes: jpeg.length - 1 } });
    expect(await outcome(upload(jpeg), small)).toBe('too-large');
    const kept = await uploads.take(upload(jpeg, 'a.jpg', 'image/jpeg', { uploader: 'weigh' }));
    const each = kept.ok ? kept.value.bytes : 0;
    const narrow = createUploads({ media, files, clock: () => 0, limits: { quotaBytes: each * 3 + 1 } });
    const all = await Promise.all(
      Array.from({ length: 6 }, () => outcome(upload(jpeg, 'a.jpg', 'image/jpeg', { uploader: 'racer' }), narrow)),
    );
    expect(all.toSorted()).toEqual(['kept', 'kept', 'kept', 'quota', 'quota', 'quota']);
    expect(await outcome(upload(jpeg, 'a.jpg', 'image/jpeg', { uploader: 'another' }), narrow)).toBe('kept');
  });

  test('past the line of those who wait, the next is told to come again', async () => {
    const jpeg = await photo('jpeg');
    const one = createUploads({ media, files, clock: () => 0, limits: { atOnce: 1, waiting: 1 } });
    const all = await Promise.all(Array.from({ length: 5 }, () => outcome(upload(jpeg, 'a.jpg', 'image/jpeg', { uploader: 'many' }), one)));
    expect(all.filter((code) => code === 'busy').length).toBeGreaterThanOrEqual(1);
    expect(all.filter((code) => code === 'kept').length).toBeGreaterThanOrEqual(2);
    expect(await outcome(upload(jpeg, 'a.jpg', 'image/jpeg', { uploader: 'many' }), one)).toBe('kept');
  });
});

describe('SEC22 paths are made by the server', () => {
  test.each([
    ['one that climbs', '../../etc/passwd.jpg'],
    ['one that climbs elsewhere', '..\\..\\windows\\x.jpg'],
    ['an absolute one', '/etc/cron.d/x.jpg'],
    ['a drive', 'C:\\x.jpg'],
    ['a very long one', `${'x'.repeat(5000)}.jpg`],
    ['an ending alone', '.jpg'],
    ['an escaped one', '%2e%2e%2fx.jpg'],
    ['one that reads backwards', 'a\u202egpj.jpg'],
  ])('%s names nothing on disk', async (_, name) => {
    const kept = await uploads.take(upload(await photo('jpeg'), name));
    if (!kept.ok) throw new Error(kept.error.code);
    expect(kept.value.name).not.toMatch(/[\\/\p{Cc}\p{Cf}]/u);
    expect([...kept.value.name].length).toBeLessThanOrEqual(120);
    expect((await readdir(folder)).toSorted()).toEqual(['media']);
    for (const file of readdirSync(join(folder, 'media'))) expect(file).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a zip is not opened, whatever its name, and lets nothing out', async () => {
    const before = readdirSync(join(folder, 'media')).length;
    for (const [name, type] of [
      ['a.zip', 'application/zip'],
      ['a.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
      ['a.jpg', 'image/jpeg'],
    ] as const) {
      expect(await outcome(upload(zipBomb(), name, type))).toBe('not-allowed');
    }
    expect(readdirSync(join(folder, 'media')).length).toBe(before);
  });

  test('no name but a SHA-256 is looked for', async () => {
    for (const name of ['../media', '..%2f', '', 'x'.repeat(64), `${'a'.repeat(63)}/`, 'A'.repeat(64)]) {
      expect(await media.path(name)).toBeNull();
    }
  });
});

describe('SEC8 the blurred likeness', () => {
  test('holds no more than sixteen cells across, and none of the picture', async () => {
    const original = await photo('jpeg', 1280, 720);
    const kept = await uploads.take(upload(original));
    if (!kept.ok) throw new Error(kept.error.code);
    const blurred = (await media.get(kept.value.blurredSha256)) ?? Buffer.alloc(0);
    const { width = 0, height = 0, format } = await sharp(blurred).metadata();
    expect([format, width, height]).toEqual(['jpeg', 384, 216]);
    // All that is in it survives being drawn sixteen pixels wide: there is no detail to bring back.
    const cells = await sharp(blurred).resize(16, 9, { kernel: 'cubic' }).toBuffer();
    const again = await sharp(cells).resize(384, 216, { kernel: 'cubic' }).removeAlpha().raw().toBuffer();
    const pixels = await sharp(blurred).removeAlpha().raw().toBuffer();
    const apart = pixels.reduce((sum, value, i) => sum + Math.abs(value - (again[i] ?? 0)), 0) / pixels.length;
    expect(apart).toBeLessThan(6);
    // The eyes of the face in the middle are gone.
    const darkest = pixels.reduce((least, value) => Math.min(least, value), 255);
    expect(darkest).toBeGreaterThan(60);
    expect(await files.of(kept.value.blurredSha256)).toEqual([]);
  });
});
