import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { text } from '../../../shared/contract/fields.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import { can } from '../../../shared/rules/access.ts';
import { mayPass, viewOf } from '../../../shared/rules/view.ts';
import type { Audit } from '../../domain/access/ports.ts';
import type { MediaFile, MediaFiles } from '../../domain/media/ports.ts';

export type MediaRouterParts = {
  /** Who the guard before this router let through. */
  principalOf: (response: Response) => Principal;
  files: MediaFiles;
  /** Where the bytes of a name lie; null: nowhere. */
  path: (sha256: string) => Promise<string | null>;
  audit: Audit;
};

const SHA256 = /^[0-9a-f]{64}$/;
const Query = z.strictObject({ purpose: text(300).optional() });
const ENDINGS = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' } as const;
/** Pictures of which each look in full is written down. */
const WATCHED: ReadonlySet<string> = new Set(['police', 'personal']);

/**
 * `GET /media/v1/:sha256`, by ranges: the picture as the asker's view may have it, in full or blurred. What a view may not have is
 * a 404, as if it were not there. A full look at a police or personal picture takes a purpose, and is in the audit with it before the
 * first byte leaves (AG-12).
 */
export function createMediaRouter({ principalOf, files, path, audit }: MediaRouterParts): Router {
  const router = Router();
  router.get('/media/v1/:sha256', async (request: Request<{ sha256: string }>, response, next) => {
    const principal = principalOf(response);
    const { sha256 } = request.params;
    const query = Query.safeParse({ ...request.query });
    if (!query.success) return problem(response, 400, 'Yêu cầu không hợp lệ · Bad request');
    const kept = SHA256.test(sha256) ? await files.of(sha256) : [];
    const view = viewOf(principal);
    const file = kept.find((one) => can(principal, 'media:read', { area: one.area }) && mayPass(view, one));
    const exposure = file ? view.personal.face : 'none';
    const written = (outcome: 'done' | 'denied', one: MediaFile): Promise<void> =>
      audit.record({
        actor: principal.id,
        actorName: principal.name,
        action: 'media:read',
        subject: { kind: 'media', id: sha256 },
        outcome,
        purpose: query.data.purpose ?? null,
        detail: { classification: one.classification, area: one.area },
      });
    const stranger = kept[0];
    if (!file || exposure === 'none') {
      if (stranger && WATCHED.has(stranger.classification)) await written('denied', stranger);
      return problem(response, 404, 'Không tìm thấy · Not found');
    }
    const isWatched = exposure === 'full' && WATCHED.has(file.classification);
    if (isWatched && query.data.purpose === undefined) return problem(response, 400, 'Cần nêu mục đích xem · A purpose must be given');
    const found = await path(exposure === 'full' ? file.sha256 : file.blurredSha256);
    if (!found) return problem(response, 404, 'Không tìm thấy · Not found');
    if (isWatched && request.method === 'GET') await written('done', file);
    const type = exposure === 'full' ? file.type : 'image/jpeg';
    response.set({
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="${sha256.slice(0, 16)}.${ENDINGS[type]}"`,
      'Cache-Control': 'private, no-store',
      'X-Exposure': exposure,
    });
    response.sendFile(found, { cacheControl: false, etag: false, lastModified: false, acceptRanges: true, dotfiles: 'allow' }, (error) => {
      if (error && !response.headersSent) next(error);
    });
  });
  return router;
}

function problem(response: Response, status: number, title: string): void {
  response.status(status).set('Cache-Control', 'no-store').type('application/problem+json').json({ title, status });
}
