import { randomUUID } from 'node:crypto';
import type { AreaCode } from '../../shared/model/ids.ts';
import { fail, ok, type Result } from '../../shared/model/result.ts';
import type { Classification } from '../../shared/model/vocabulary.ts';
import type { MediaFile } from '../domain/media/ports.ts';
import type { Media } from './media.ts';
import type { KeptFiles } from './media-files.ts';
import { type PictureFault, pictureType, redraw } from './picture.ts';

export type Upload = {
  bytes: Uint8Array;
  /** As the sender calls it. Its ending must fit; the rest is only shown. */
  name: string;
  /** The `Content-Type` that came with it. */
  declaredType: string;
  area: AreaCode | null;
  classification: Classification;
  /** Whose quota it counts against: a person's or a source's id. */
  uploader: string;
};

export type UploadFault = PictureFault | 'empty' | 'too-large' | 'quota' | 'busy';
export type UploadRefusal = { code: UploadFault; message: string };

export type UploadLimits = { bytes: number; pixels: number; quotaBytes: number; atOnce: number; waiting: number };
/** A 4K still has 8 million pixels; 40 million decoded are 160 MB of memory. */
const LIMITS: UploadLimits = { bytes: 20 * 1024 * 1024, pixels: 40_000_000, quotaBytes: 5 * 1024 ** 3, atOnce: 2, waiting: 32 };

const WORDS: Record<UploadFault, string> = {
  empty: 'Tệp rỗng · The file is empty',
  'too-large': 'Tệp vượt quá dung lượng cho phép · The file is larger than is accepted',
  'not-allowed': 'Chỉ nhận ảnh JPEG, PNG hoặc WebP · Only JPEG, PNG or WebP pictures are accepted',
  mismatch: 'Nội dung, đuôi tệp và kiểu khai báo không khớp nhau · The content, the ending of the name and the declared type differ',
  'too-many-pixels': 'Ảnh có quá nhiều điểm ảnh · The picture has too many pixels',
  broken: 'Ảnh bị hỏng hoặc không đầy đủ · The picture is damaged or incomplete',
  quota: 'Đã dùng hết dung lượng được cấp · The quota is used up',
  busy: 'Hệ thống đang xử lý nhiều ảnh, vui lòng gửi lại sau · Too many pictures at once; send it again later',
};

export type Uploads = {
  /** Keeps a picture, or says in words why not. Done when it is on disk. @throws when the store is down. */
  take(upload: Upload): Promise<Result<MediaFile, UploadRefusal>>;
};

/** The rules for whatever comes in as a file (SEC21, SEC22): nothing of the sender is kept but what a painter would see. */
export function createUploads(parts: { media: Media; files: KeptFiles; clock: () => number; limits?: Partial<UploadLimits> }): Uploads {
  const limits = { ...LIMITS, ...parts.limits };
  const turns = createTurns(limits);

  async function take({ bytes, name, declaredType, ...about }: Upload): Promise<Result<MediaFile, UploadRefusal>> {
    const refuse = (code: UploadFault) => fail({ code, message: WORDS[code] });
    if (bytes.byteLength === 0) return refuse('empty');
    if (bytes.byteLength > limits.bytes) return refuse('too-large');
    const shown = shownName(name);
    const extension = /\.([a-z]{1,5})$/i.exec(shown)?.[1]?.toLowerCase() ?? '';
    const declared = declaredType.split(';')[0]?.trim().toLowerCase() ?? '';
    const type = await pictureType(bytes, extension, declared);
    if (!type.ok) return refuse(type.error);
    const release = await turns.next();
    if (!release) return refuse('busy');
    try {
      const picture = await redraw(bytes, type.value, limits.pixels);
      if (!picture.ok) return refuse(picture.error);
      const { bytes: drawn, blurred, width, height } = picture.value;
      const size = drawn.byteLength + blurred.byteLength;
      const file = { id: randomUUID(), type: type.value, bytes: size, width, height, name: shown, uploadedAt: parts.clock(), ...about };
      const kept = await parts.files.add(file, limits.quotaBytes, async () => ({
        sha256: await parts.media.put(drawn),
        blurredSha256: await parts.media.put(blurred),
      }));
      return kept ? ok(kept) : refuse('quota');
    } finally {
      release();
    }
  }
  return { take };
}

/** The last part of whatever path it came with, without signs that a terminal or a reader would obey; at most 120 characters. */
function shownName(name: string): string {
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const plain = last.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '').trim();
  return [...plain].slice(-120).join('');
}

/** So many at once, so many in line: each decoded picture takes memory that nobody has weighed before. */
function createTurns({ atOnce, waiting }: Pick<UploadLimits, 'atOnce' | 'waiting'>) {
  let busy = 0;
  const line: (() => void)[] = [];
  const release = (): void => {
    const next = line.shift();
    if (next) next();
    else busy--;
  };
  return {
    /** A turn, to be given back; null: the line is full. */
    async next(): Promise<(() => void) | null> {
      if (busy < atOnce) busy++;
      else if (line.length >= waiting) return null;
      else await new Promise<void>((resolve) => line.push(resolve));
      return release;
    },
  };
}
