import type { Response } from 'express';
import type { Rejection } from '../../domain/intake/ports.ts';

/** Refusals of the administrator's surface (RFC 9457), Vietnamese first. */
const TITLES = {
  400: 'Yêu cầu không hợp lệ · Bad request',
  404: 'Không tìm thấy · Not found',
  409: 'Đã được xử lý trước đó · Already done',
  413: 'Nội dung quá lớn · Too large',
  422: 'Dữ liệu không hợp lệ · The data are not valid',
  429: 'Hệ thống đang quá tải, vui lòng thử lại sau · Overloaded; try again later',
  500: 'Có lỗi ở máy chủ · The server failed',
  503: 'Cơ sở dữ liệu tạm thời gián đoạn, vui lòng thử lại sau · The database is down; try again later',
} as const;

export type RowError = { index: number; error: Rejection };

export function sendAdminProblem(
  res: Response,
  status: keyof typeof TITLES,
  detail: string,
  more: { errors?: RowError[]; retryAfterS?: number } = {},
): void {
  const { retryAfterS, errors } = more;
  if (retryAfterS !== undefined) res.set('Retry-After', String(retryAfterS));
  const problem = { type: 'about:blank', title: TITLES[status], status, detail, ...(errors ? { errors } : {}) };
  res.status(status).set('Cache-Control', 'no-store').type('application/problem+json').send(JSON.stringify(problem));
}
