import type { Response } from 'express';
import type { PlaceTaken } from '../../../shared/contract/displays.ts';

const TITLES = {
  400: 'Yêu cầu không hợp lệ · Bad request',
  401: 'Trình duyệt này không phải là màn hình đã ghép · This browser is no paired display',
  403: 'Liên kết không đúng, đã dùng hoặc quá hạn · The link is unknown, used or too old',
  404: 'Không tìm thấy · Not found',
  409: 'Đã có màn hình khác · Taken',
  422: 'Dữ liệu không hợp lệ · The data are not valid',
  429: 'Quá nhiều yêu cầu, vui lòng thử lại sau · Too many requests; try again later',
} as const;

/** A refusal (RFC 9457), Vietnamese first. */
export function sendProblem(
  response: Response,
  status: keyof typeof TITLES,
  { retryAfterS, ...more }: { detail?: string; pointer?: string; taken?: PlaceTaken; retryAfterS?: number } = {},
): void {
  if (retryAfterS !== undefined) response.set('Retry-After', String(retryAfterS));
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify({ title: TITLES[status], status, ...more }));
}
