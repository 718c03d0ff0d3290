import type { Translate } from '../../ui/format.ts';

/** Why it was not done. `status` 0: the server could not be reached. */
export type Refusal = { status: number; code: string; detail: string; holder: string };
export type Answer<T> = { ok: true; value: T } | { ok: false; error: Refusal };

const UNREACHED: Refusal = { status: 0, code: '', detail: '', holder: '' };

/** One request to our own server; an answer without a body is `null`. Never throws: an abort is told as not reached. */
export async function ask<T>(
  path: string,
  { method = 'GET', body, signal }: { method?: 'GET' | 'POST' | 'PUT'; body?: unknown; signal?: AbortSignal } = {},
): Promise<Answer<T>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      ...(signal ? { signal } : {}),
    });
    text = await response.text();
  } catch {
    return { ok: false, error: UNREACHED };
  }
  const value = read(text);
  if (response.ok) return { ok: true, value: value as T };
  const problem = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const said = (name: string): string => (typeof problem[name] === 'string' ? problem[name] : '');
  return {
    ok: false,
    error: { status: response.status, code: said('code'), detail: said('detail') || said('title'), holder: said('holder') },
  };
}

function read(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** A refusal in words that say what to do. */
export function inWords({ status, code, detail, holder }: Refusal, t: Translate): string {
  switch (status) {
    case 0:
      return t('problem.unreachable');
    case 401:
      return t('problem.signedOut');
    case 403:
      return t('problem.refused');
    case 404:
      return t('problem.missing');
    case 409:
      if (code === 'control') return holder ? t('problem.heldBy', { name: holder }) : t('problem.held');
      if (code === 'unknown-scene') return t('problem.noScene');
      if (code === 'nothing') return t('problem.nothing');
      if (code === 'ahead') return t('problem.ahead');
      return t('problem.changed');
    case 429:
      return t('problem.tooMany');
    case 503:
      return t('problem.down');
    case 400:
    case 413:
    case 422:
      return t('problem.invalid', { detail });
    default:
      return t('problem.failed', { status });
  }
}
