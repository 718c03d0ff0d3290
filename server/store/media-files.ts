import { eq, sql } from 'drizzle-orm';
import type { AreaCode } from '../../shared/model/ids.ts';
import type { Classification } from '../../shared/model/vocabulary.ts';
import type { MediaFile, MediaFiles } from '../domain/media/ports.ts';
import type { Database } from './database.ts';
import { mediaFile } from './schema.ts';

export type KeptFiles = MediaFiles & {
  /**
   * Writes down what is kept for an uploader, as long as its pictures stay within `quotaBytes`; `keep` puts the bytes on disk and
   * says what they are called. null: the quota is used up, and nothing was kept.
   */
  add(
    file: Omit<MediaFile, 'sha256' | 'blurredSha256'>,
    quotaBytes: number,
    keep: () => Promise<Pick<MediaFile, 'sha256' | 'blurredSha256'>>,
  ): Promise<MediaFile | null>;
};

export function createMediaFiles({ database: { orm } }: { database: Pick<Database, 'orm'> }): KeptFiles {
  return {
    async of(sha256) {
      const rows = await orm.select().from(mediaFile).where(eq(mediaFile.sha256, sha256)).orderBy(mediaFile.uploadedAt, mediaFile.id);
      return rows.map((row) => ({
        ...row,
        area: row.area as AreaCode | null,
        type: row.type as MediaFile['type'],
        classification: row.classification as Classification,
      }));
    },
    add: (file, quotaBytes, keep) =>
      orm.transaction(async (transaction) => {
        // One at a time for each uploader: two that come together must not both find room.
        await transaction.execute(sql`select pg_advisory_xact_lock(hashtext('media'), hashtext(${file.uploader}))`);
        const [used] = await transaction
          .select({ bytes: sql<number>`coalesce(sum(${mediaFile.bytes}), 0)::bigint` })
          .from(mediaFile)
          .where(eq(mediaFile.uploader, file.uploader));
        if (Number(used?.bytes ?? 0) + file.bytes > quotaBytes) return null;
        const kept = { ...file, ...(await keep()) };
        await transaction.insert(mediaFile).values(kept);
        return kept;
      }),
  };
}
