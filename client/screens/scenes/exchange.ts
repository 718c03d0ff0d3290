import { ScenePublication, type ScenePublicationAnswer, type SceneVersionList } from '../../../shared/contract/direction.ts';
import type { Translate } from '../../ui/format.ts';

/** Why it was not done. `status` 0: the server could not be reached. `revision`, `by`: whose publication came between. */
export type Refusal = { status: number; detail: string; revision: number | null; by: string | null };
export type Answer<T> = { ok: true; value: T } | { ok: false; error: Refusal };

async function ask<T>(path: string, body?: unknown): Promise<Answer<T>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(
      path,
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
    );
    text = await response.text();
  } catch {
    return { ok: false, error: { status: 0, detail: '', revision: null, by: null } };
  }
  const value = read(text);
  if (response.ok) return { ok: true, value: value as T };
  const said = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const textOf = (name: string): string | null => (typeof said[name] === 'string' ? said[name] : null);
  return {
    ok: false,
    error: {
      status: response.status,
      detail: textOf('detail') ?? textOf('title') ?? '',
      revision: typeof said.revision === 'number' ? said.revision : null,
      by: textOf('by'),
    },
  };
}

function read(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

const pathOf = (id: string): string => `/scenes/v1/${encodeURIComponent(id)}`;

/** Takes back to the server what a draft says; parsed here first, so that what leaves is what the contract means. */
export const publish = (publication: ScenePublication): Promise<Answer<ScenePublicationAnswer>> =>
  ask(pathOf(publication.scene.id), ScenePublication.parse(publication));

export const versionsOf = (id: string): Promise<Answer<SceneVersionList>> => ask(`${pathOf(id)}/versions`);

/** A refusal in words that say what to do. */
export function inWords({ status, detail }: Refusal, t: Translate): string {
  switch (status) {
    case 0:
      return t('problem.unreachable');
    case 401:
      return t('problem.signedOut');
    case 403:
      return t('problem.refused');
    case 404:
      return t('problem.missing');
    case 422:
      return t('problem.invalid', { detail });
    case 429:
    case 503:
      return t('problem.later');
    default:
      return t('problem.failed', { status });
  }
}
