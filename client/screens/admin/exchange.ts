import type { Translate } from '../../ui/format.ts';

/** What the server answered when it did not do it; `status` 0: it could not be reached. `body` is its problem as it came. */
export type Refusal = { status: number; detail: string; retryAfterS: number; body: unknown };
export type Answer<T> = { ok: true; value: T } | { ok: false; error: Refusal };

type Options = { method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; body?: string | Blob; type?: string; signal?: AbortSignal };

/** One request to our own server. An answer without a body is `null`. Never throws; an abort is told as not reached. */
export async function exchange<T>(
  path: string,
  { method = 'GET', body, type = 'application/json', signal }: Options = {},
): Promise<Answer<T>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
      ...(signal ? { signal } : {}),
    });
    text = await response.text();
  } catch {
    return { ok: false, error: { status: 0, detail: '', retryAfterS: 0, body: null } };
  }
  const value = jsonOf(text);
  if (response.ok) return { ok: true, value: value as T };
  const detail = typeof value === 'object' && value !== null && 'detail' in value ? String(value.detail) : '';
  return {
    ok: false,
    error: { status: response.status, detail, retryAfterS: Number(response.headers.get('retry-after') ?? 5), body: value },
  };
}

function jsonOf(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** A refusal in words, `t` being the shell's. */
export function inWords({ status, detail, retryAfterS }: Refusal, t: Translate): string {
  switch (status) {
    case 0:
      return t('problem.unreachable');
    case 401:
      return t('signedOut');
    case 403:
      return t('problem.refused');
    case 404:
      return t('problem.missing');
    case 409:
      return t('problem.done');
    case 429:
      return t('problem.overloaded', { seconds: retryAfterS });
    case 503:
      return t('problem.down', { seconds: retryAfterS });
    case 400:
    case 413:
    case 422:
      return t('problem.invalid', { detail });
    default:
      return t('problem.failed', { status });
  }
}
