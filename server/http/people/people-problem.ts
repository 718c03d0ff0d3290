import type { ErrorRequestHandler } from 'express';

const REFUSALS = {
  malformed: { status: 400, title: 'Yêu cầu không hợp lệ · Bad request' },
  unknown: { status: 404, title: 'Không có người dùng này · No such person' },
  taken: { status: 409, title: 'Tên đăng nhập hoặc tài khoản liên kết đã có người dùng · The login or the linked account is in use' },
  'last-administrator': { status: 409, title: 'Phải còn ít nhất một quản trị viên · At least one administrator must remain' },
  disabled: { status: 409, title: 'Tài khoản đang bị khóa · The account is disabled' },
  prove: { status: 403, title: 'Cần xác thực lại trước khi thực hiện · Prove who you are once more first' },
} as const;

/** What an administrator is refused; thrown, so that whatever was begun in a transaction is rolled back. */
export class PeopleRefused extends Error {
  readonly code: keyof typeof REFUSALS;
  readonly detail: string | null;
  constructor(code: keyof typeof REFUSALS, detail: string | null = null) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

export const answerPeopleRefusals: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (!(error instanceof PeopleRefused) || response.headersSent) return next(error);
  const { code, detail } = error;
  const problem = { code, ...REFUSALS[code], ...(detail === null ? {} : { detail }) };
  response.status(problem.status).set('Cache-Control', 'no-store').type('application/problem+json').json(problem);
};
