import { ScenePublication, type ScenePublicationAnswer, type SceneVersionList } from '../../../shared/contract/direction.ts';
import { type Answer, exchange } from '../../ui/desk/exchange.ts';

const pathOf = (id: string): string => `/scenes/v1/${encodeURIComponent(id)}`;

/** Takes back to the server what a draft says; parsed here first, so that what leaves is what the contract means. */
export const publish = (publication: ScenePublication): Promise<Answer<ScenePublicationAnswer>> =>
  exchange(pathOf(publication.scene.id), { method: 'POST', json: ScenePublication.parse(publication) });

export const versionsOf = (id: string): Promise<Answer<SceneVersionList>> => exchange(`${pathOf(id)}/versions`);
