/** What the auditor looks for, as it stands in the fields; empty narrows nothing. */
export type Search = {
  text: string;
  subjectKind: string;
  subject: string;
  actor: string;
  action: string;
  outcome: string;
  /** As a date field has it: "2026-11-22T14:05", of Việt Nam. */
  from: string;
  to: string;
};

export const NO_SEARCH: Search = { text: '', subjectKind: '', subject: '', actor: '', action: '', outcome: '', from: '', to: '' };

/** The query of the routes; moments with the zone that people here live in. */
export function queryOf(search: Search): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    const said = value.trim();
    if (said !== '') query.set(name, name === 'from' || name === 'to' ? `${said}:00+07:00` : said);
  }
  return query;
}

/** From the page's own address, so that another screen can lead to "who saw this camera". */
export function searchOf(query: string): Search {
  const given = new URLSearchParams(query);
  const found = { ...NO_SEARCH };
  for (const name of Object.keys(NO_SEARCH) as (keyof Search)[]) found[name] = given.get(name)?.slice(0, 200) ?? '';
  return found;
}

/** Kinds of subjects that acts are about; in the order of the list. */
export const SUBJECT_KINDS = [
  'camera',
  'camera-event',
  'field-report',
  'media',
  'person',
  'session',
  'display',
  'wall',
  'scene',
  'moment',
  'briefing',
  'areas',
  'source',
  'quarantine',
  'route',
  'socket-event',
  'audit',
] as const;

/** Acts that are asked for most; any other is found by its words. */
export const ACTS = [
  'personal:reveal',
  'media:read',
  'entry:export',
  'audit:export',
  'session:open',
  'session:close',
  'session:prove',
  'password:change',
  'person:manage',
  'display:manage',
  'audience:switch',
  'wall:direct',
  'wall:define',
  'scene:publish',
  'replay:read',
  'replay:keep',
  'area:manage',
  'source:manage',
  'quarantine:replay',
  'audit:fault',
] as const;
