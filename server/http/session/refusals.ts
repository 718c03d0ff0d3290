import type { ErrorRequestHandler } from 'express';
import type { PasswordFault, SessionProblem } from '../../../shared/contract/session.ts';

const REFUSALS: Record<SessionProblem['code'], { status: number; title: string }> = {
  // One message, whatever it was that did not fit (SEC16).
  wrong: { status: 401, title: 'Thông tin đăng nhập không đúng · The log-in does not fit' },
  'slow-down': { status: 429, title: 'Thử sai nhiều lần, vui lòng chờ · Too many wrong tries; please wait' },
  link: { status: 403, title: 'Liên kết không đúng, đã dùng hoặc đã hết hạn · The link is unknown, already used or expired' },
  password: { status: 422, title: 'Mật khẩu chưa đạt yêu cầu · The password cannot be used' },
  taken: { status: 409, title: 'Tên đăng nhập đã có người dùng · The login is in use' },
  stage: { status: 403, title: 'Chưa đến hoặc đã qua bước này · Not at this point of the log-in' },
  prove: { status: 403, title: 'Cần xác thực lại trước khi thực hiện · Prove who you are once more first' },
  'signed-out': { status: 401, title: 'Phiên làm việc đã kết thúc · The session is over' },
  malformed: { status: 400, title: 'Yêu cầu không hợp lệ · Bad request' },
};

/** What a route of log-in refuses; thrown, so that whatever was begun in a transaction is rolled back. */
export class Refused extends Error {
  readonly problem: SessionProblem;
  constructor(code: SessionProblem['code'], more: { retryAfterMs?: number; faults?: PasswordFault[] } = {}) {
    super(code);
    const retryAfterS = more.retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(more.retryAfterMs / 1000));
    this.problem = {
      code,
      ...REFUSALS[code],
      ...(retryAfterS === undefined ? {} : { retryAfterS }),
      ...(more.faults ? { faults: more.faults } : {}),
    };
  }
}

/** Answers what was refused; every other error goes on to whoever answers failures. */
export const answerRefusals: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (!(error instanceof Refused) || response.headersSent) return next(error);
  const { problem } = error;
  if (problem.retryAfterS !== undefined) response.set('Retry-After', String(problem.retryAfterS));
  response.status(problem.status).set('Cache-Control', 'no-store').type('application/problem+json').json(problem);
};
