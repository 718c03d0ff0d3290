import type { AreaCode } from '../../../shared/model/ids.ts';
import type { Classification } from '../../../shared/model/vocabulary.ts';

/** A kept picture. Both files are named by their own content; only `sha256` is ever told to anyone. */
export type MediaFile = {
  id: string;
  sha256: string;
  /** The same picture with nobody in it who could be known. */
  blurredSha256: string;
  type: 'image/jpeg' | 'image/png' | 'image/webp';
  bytes: number;
  width: number;
  height: number;
  /** As of an entry: null speaks of the whole centre. */
  area: AreaCode | null;
  classification: Classification;
  /** What it was called where it came from. Shown, never a path. */
  name: string;
  uploader: string;
  uploadedAt: number;
};

/** What is known of kept pictures. The same bytes may belong to several subjects, each with its own area and classification. */
export type MediaFiles = {
  of(sha256: string): Promise<MediaFile[]>;
};
