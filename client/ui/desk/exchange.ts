/** What the server answered when it did not do it; `status` 0: it could not be reached. `body` is its problem as it came. */
export type Refusal = { status: number; detail: string; retryAfterS: number; body: unknown };
export type Answer<T> = { ok: true; value: T } | { ok: false; error: Refusal };

type Options = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON; a `body` is sent as it is, and as `type` says. */
  json?: unknown;
  body?: string | Blob;
  type?: string;
  signal?: AbortSignal;
};

/** One request to our own server. An answer without a body is `null`. Never throws; an abort is told as not reached. */
export async function exchange<T>(path: string, options: Options = {}): Promise<Answer<T>> {
  const { method = 'GET', json, body = json === undefined ? undefined : JSON.stringify(json), type = 'application/json', signal } = options;
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
  const detail = saidOf(value, 'detail') || saidOf(value, 'title');
  return {
    ok: false,
    error: { status: response.status, detail, retryAfterS: Number(response.headers.get('retry-after') ?? 5), body: value },
  };
}

/** A text of a problem, by its name; '' where it says none. */
export function saidOf(problem: unknown, name: string): string {
  const value = typeof problem === 'object' && problem !== null ? (problem as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : '';
}

function jsonOf(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
