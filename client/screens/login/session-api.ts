import { z } from 'zod';
import { PASSWORD_FAULTS, type SessionProblem, SessionState } from '../../../shared/contract/session.ts';
import { fail, ok, type Result } from '../../../shared/model/result.ts';

/** What stands in the way, as far as a person can do something about it. */
export type Problem = Pick<SessionProblem, 'faults' | 'retryAfterS'> & {
  /** `unreachable`: no answer, or one that is not of this server. */
  code: SessionProblem['code'] | 'unreachable';
};
export type Answer<T> = Result<T, Problem>;

const ProblemAnswer = z.object({
  code: z.enum(['wrong', 'slow-down', 'link', 'password', 'taken', 'stage', 'prove', 'signed-out', 'malformed']),
  retryAfterS: z.number().optional(),
  faults: z.array(z.enum(PASSWORD_FAULTS)).optional(),
});
const Offer = z.object({ otpauthUri: z.string(), secret: z.string() });
const Enrolled = SessionState.extend({ recoveryCodes: z.array(z.string()) });
export type EnrolledState = { state: SessionState; recoveryCodes: string[] };

/** The routes of `shared/contract/session.ts`, each answering with a value, never a throw. */
export type SessionApi = ReturnType<typeof createSessionApi>;

export function createSessionApi(send: typeof fetch = (...call) => fetch(...call)) {
  async function ask<T>(schema: z.ZodType<T>, path: string, body?: unknown): Promise<Answer<T>> {
    try {
      const response = await send(
        path,
        body === undefined
          ? { headers: { accept: 'application/json' } }
          : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
      );
      const answer: unknown = response.status === 204 ? null : await response.json();
      if (!response.ok) return fail(problemOf(answer));
      const parsed = schema.safeParse(answer);
      return parsed.success ? ok(parsed.data) : fail({ code: 'unreachable' });
    } catch {
      return fail({ code: 'unreachable' });
    }
  }
  return {
    state: () => ask(SessionState, '/session'),
    setUp: (body: { token: string; login: string; name: string; password: string }) => ask(SessionState, '/session/setup', body),
    logIn: (body: { login: string; password: string }) => ask(SessionState, '/session/login', body),
    reset: (body: { token: string; password: string }) => ask(SessionState, '/session/reset', body),
    secondFactor: (code: string) => ask(SessionState, '/session/totp', { code }),
    recovery: (code: string) => ask(SessionState, '/session/recovery', { code }),
    offer: () => ask(Offer, '/session/enrol', {}),
    confirm: async (code: string): Promise<Answer<EnrolledState>> => {
      const answer = await ask(Enrolled, '/session/enrol/confirm', { code });
      if (!answer.ok) return answer;
      const { recoveryCodes, ...state } = answer.value;
      return ok({ recoveryCodes, state });
    },
    password: (body: { current?: string; next: string }) => ask(SessionState, '/session/password', body),
    prove: (body: { password: string; code: string }) => ask(SessionState, '/session/prove', body),
    logOut: () => ask(z.unknown(), '/session/logout', {}),
  };
}

function problemOf(answer: unknown): Problem {
  const parsed = ProblemAnswer.safeParse(answer);
  if (!parsed.success) return { code: 'unreachable' };
  const { code, retryAfterS, faults } = parsed.data;
  return { code, ...(retryAfterS === undefined ? {} : { retryAfterS }), ...(faults ? { faults } : {}) };
}
