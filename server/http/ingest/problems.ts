import type { Request, Response } from 'express';
import type { Problem } from '../../../shared/contract/ingest.ts';

/** Everything the ingest surface can refuse a request with; items inside a request have their own codes. */
const PROBLEMS = {
  'token-missing': { status: 401, vi: 'Thiếu mã truy cập của nguồn', en: 'The source’s token is missing' },
  'token-unknown': { status: 401, vi: 'Mã truy cập không đúng hoặc đã bị thu hồi', en: 'The token is not known or was revoked' },
  'signature-missing': { status: 401, vi: 'Thiếu chữ ký của bản tin', en: 'The signature headers are missing' },
  'signature-invalid': { status: 403, vi: 'Chữ ký không khớp với nội dung', en: 'The signature does not match the body' },
  'signature-expired': { status: 403, vi: 'Thời điểm ký nằm ngoài khoảng cho phép', en: 'The signing time is out of tolerance' },
  replayed: { status: 409, vi: 'Bản tin đã ký này đã được tiếp nhận trước đó', en: 'This signed delivery was taken before' },
  'media-type': { status: 415, vi: 'Kiểu nội dung không được hỗ trợ', en: 'The content type is not supported' },
  'too-large': { status: 413, vi: 'Bản tin vượt quá dung lượng cho phép', en: 'It is larger than is accepted' },
  'not-utf8': { status: 400, vi: 'Nội dung không phải UTF-8 hợp lệ', en: 'The body is not valid UTF-8' },
  malformed: { status: 400, vi: 'Nội dung không phải JSON hợp lệ', en: 'The body is not valid JSON' },
  header: { status: 400, vi: 'Tiêu đề yêu cầu không hợp lệ', en: 'A request header is not valid' },
  interrupted: { status: 400, vi: 'Nội dung bị ngắt giữa chừng', en: 'The body was cut off' },
  'method-not-allowed': { status: 405, vi: 'Phương thức không được hỗ trợ', en: 'The method is not supported' },
  'not-found': { status: 404, vi: 'Không tìm thấy', en: 'Not found' },
  overloaded: { status: 429, vi: 'Hệ thống đang quá tải, vui lòng gửi lại sau', en: 'Overloaded; send it again later' },
  down: { status: 503, vi: 'Cơ sở dữ liệu tạm thời gián đoạn, vui lòng gửi lại sau', en: 'The database is down; send it again later' },
  failed: { status: 500, vi: 'Có lỗi ở máy chủ', en: 'The server failed' },
} as const satisfies Record<string, { status: number; vi: string; en: string }>;
export type ProblemCode = keyof typeof PROBLEMS;

/** A refusal of a whole request, thrown inside the surface and answered by `sendProblem`. */
export class Refused extends Error {
  readonly code: ProblemCode;
  readonly place: { pointer?: string; index?: number; retryAfterS?: number };
  constructor(code: ProblemCode, detail: string, place: { pointer?: string; index?: number; retryAfterS?: number } = {}) {
    super(detail);
    this.code = code;
    this.place = place;
  }
}

/** RFC 9457. The title is in the caller's language, Vietnamese unless they ask for English; the detail is for engineers. */
export function sendProblem(req: Request, res: Response, { code, message, place }: Refused): void {
  const { status, vi, en } = PROBLEMS[code];
  const english = req.acceptsLanguages('vi', 'en') === 'en';
  const { retryAfterS, ...where } = place;
  const problem: Problem = { type: 'about:blank', title: english ? en : vi, status, detail: message, code, ...where };
  res
    .status(status)
    .set('Cache-Control', 'no-store')
    .set('Content-Language', english ? 'en' : 'vi');
  if (retryAfterS !== undefined) res.set('Retry-After', String(retryAfterS));
  if (status === 401) res.set('WWW-Authenticate', 'Bearer realm="ingest"');
  // A body that is not read to its end must not be taken for the next request.
  if (status === 413) res.set('Connection', 'close');
  res.type('application/problem+json').send(JSON.stringify(problem));
}
