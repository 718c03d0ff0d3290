import { ScenePublication, type ScenePublicationAnswer, type SceneVersionList } from '../../../shared/contract/direction.ts';
import { type Answer, exchange, type Refusal } from '../../ui/desk/exchange.ts';
import type { Translate } from '../../ui/format.ts';

const pathOf = (id: string): string => `/scenes/v1/${encodeURIComponent(id)}`;

/** Takes back to the server what a draft says; parsed here first, so that what leaves is what the contract means. */
export const publish = (publication: ScenePublication): Promise<Answer<ScenePublicationAnswer>> =>
  exchange(pathOf(publication.scene.id), { method: 'POST', json: ScenePublication.parse(publication) });

export const versionsOf = (id: string): Promise<Answer<SceneVersionList>> => exchange(`${pathOf(id)}/versions`);

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
