import { deflateRawSync, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** Pictures made in the test, honest and hostile. */

/** Noise with a face-like blot in the middle: something to recognise, and nothing that compresses away. */
export async function photo(format: 'jpeg' | 'png' | 'webp' = 'jpeg', width = 640, height = 360): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3);
  for (let i = 0; i < pixels.length; i++) pixels[i] = (i * 2654435761) >>> 24;
  const face = Buffer.from(
    `<svg width="${width}" height="${height}"><circle cx="${width / 2}" cy="${height / 2}" r="${height / 4}" fill="#e0b090"/><circle cx="${width / 2 - 30}" cy="${height / 2 - 20}" r="9" fill="#201010"/><circle cx="${width / 2 + 30}" cy="${height / 2 - 20}" r="9" fill="#201010"/></svg>`,
  );
  const drawn = sharp(pixels, { raw: { width, height, channels: 3 } }).composite([{ input: face }]);
  return drawn.toFormat(format).toBuffer();
}

/** A photo as a telephone takes it: turned by EXIF, with where and by whom it was taken. */
export const withExif = async (): Promise<Buffer> =>
  sharp(await photo('jpeg', 400, 200))
    .withExif({
      IFD0: { Make: 'SECRETPHONE', Artist: 'Nguyen Van Secret' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '20/1 51/1 54/1', GPSLongitudeRef: 'E', GPSLongitude: '106/1 41/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, check]);
};

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A few kilobytes that say they are `side`² pixels, and are: one bit each, all alike. */
export function pixelBomb(side: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const lines = deflateSync(Buffer.alloc(side * (Math.ceil(side / 8) + 1)), { level: 9 });
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', lines),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** One entry of zeros whose name climbs out of its folder; said as DOCX, so that a careless reader looks inside. */
export function zipBomb(): Buffer {
  const inside = deflateRawSync(Buffer.alloc(50 * 1024 * 1024), { level: 9 });
  const name = Buffer.from('../../../../etc/cron.d/evil');
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(inside.length, 18);
  head.writeUInt32LE(50 * 1024 * 1024, 22);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name, inside]);
}
