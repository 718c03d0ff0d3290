import { SURFACE_NAMES } from '../../../shared/contract/ingest.ts';
import type { SourceId } from '../../../shared/model/ids.ts';
import { ok, type Result } from '../../../shared/model/result.ts';
import type { Draft, Rejection } from '../../domain/intake/ports.ts';
import { CHANNEL, keyFor } from './delivery.ts';
import { parseItem } from './items.ts';
import { PARSERS, type PostContext } from './parse-post.ts';

/**
 * What a quarantined item of this surface would be today; null for another edge's channel. An item without an id of its own
 * has no key here: the replay names it after its place in the quarantine.
 */
export function reparseIngest(
  { cameraAt }: Pick<PostContext, 'cameraAt'>,
  channel: string,
  body: Uint8Array,
  source: SourceId,
): Result<Draft[], Rejection> | null {
  const surface = SURFACE_NAMES.find((name) => channel === CHANNEL + name);
  if (!surface) return null;
  const value = parseItem(body);
  if (!value.ok) return value;
  const draft = PARSERS[surface](value.value, { source, cameraAt });
  if (!draft.ok) return draft;
  const { publisherKey } = draft.value;
  return ok([{ ...draft.value, publisherKey: publisherKey === null ? null : keyFor(surface, publisherKey, '', 0) }]);
}
