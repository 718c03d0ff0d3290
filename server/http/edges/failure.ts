import type { ErrorRequestHandler } from 'express';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Yêu cầu không hợp lệ · Bad request',
  404: 'Không tìm thấy · Not found',
  413: 'Nội dung quá lớn · Too large',
  415: 'Kiểu nội dung không được hỗ trợ · This type of content is not supported',
  500: 'Có lỗi ở máy chủ · The server failed',
  503: 'Cơ sở dữ liệu tạm thời gián đoạn, vui lòng thử lại sau · The database is down; try again later',
};
const RETRY_AFTER_S = 2;

/** The last word on a request that failed: what kind, and nothing of the inside (SEC25). `onFailure`: told of what was our own fault. */
export function answerFailures(onFailure: (error: unknown, path: string) => void): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const status = statusOf(error);
    if (status >= 500) onFailure(error, request.path);
    if (status === 503) response.set('Retry-After', String(RETRY_AFTER_S));
    // A body that was not read to its end must not be taken for the next request.
    if (status === 413 || status === 415) response.set('Connection', 'close');
    response
      .status(status)
      .set('Cache-Control', 'no-store')
      .type('application/problem+json')
      .json({ title: TITLES[status] ?? TITLES[400], status });
  };
}

/** What body parsers and static files say of a request; a database that is not there; anything else is our own fault. */
function statusOf(error: unknown): number {
  const said = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  if (typeof said === 'number' && said >= 400 && said < 500) return said;
  return isDatabaseDown(error) ? 503 : 500;
}

/** PostgreSQL's own errors carry a five-character SQLSTATE, the socket's a name such as ECONNREFUSED; Drizzle wraps both. */
function isDatabaseDown(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^(?:08|53|57)...$|^E(CONN|PIPE|NOTFOUND|TIMEDOUT|NOENT|HOST)[A-Z]*$/.test(at.code))
      return true;
    if (
      /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/.test(
        at.message,
      )
    )
      return true;
  }
  return false;
}
