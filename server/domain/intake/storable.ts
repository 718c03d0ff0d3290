import type { Draft } from './ports.ts';

/** What JSON.stringify writes for a NUL and for half a surrogate pair; an even run of backslashes before it is plain text. */
const ESCAPED = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/** Whether the log can hold the draft's text as it stands: one such character would make the whole batch fail. */
export function isStorable(draft: Draft): boolean {
  const json = JSON.stringify([draft.id, draft.publisherKey, draft.actor, draft.data]);
  return !json.includes('\\u') || !ESCAPED.test(json);
}
