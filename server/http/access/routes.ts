import { SURFACE_NAMES } from '../../../shared/contract/ingest.ts';
import type { Action } from '../../../shared/rules/rights.ts';

/**
 * Every route of the server and what opens it: one table, held against the mounted routes by a test, which then tries each row as
 * every role in every area (SEC7). A route without a row fails the build; so does a row without a route.
 */
export type Door =
  /** A right of `RIGHTS`. `somewhere`: it is enough to have it in some area, the route asks again of what it is about. */
  | { action: Exclude<Action, 'entry:read'>; at: 'centre' | 'somewhere' }
  /** No right: what stands guard instead, or why nothing needs to. */
  | { open: string };
export type RouteRow = { method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | '*'; path: string; door: Door };

const right = (action: Exclude<Action, 'entry:read'>, at: 'centre' | 'somewhere' = 'centre'): Door => ({ action, at });
const open = (why: string): Door => ({ open: why });
const rows = (door: Door, ...routes: string[]): RouteRow[] =>
  routes.map((route) => {
    const [method = '', path = ''] = route.split(' ');
    return { method: method as RouteRow['method'], path, door };
  });

const SUPERVISION = open('supervision: tells nothing of the centre; figures to this machine alone');
const SCREEN = open('the page alone, without a word of data in it');
const OWN_SESSION = open('one’s own session and account, by its cookie and stage');
const OWN_DISPLAY = open('a display’s own pairing, by its device code or token');
const SOURCE = open('a source’s token and signature');

export const ROUTES: readonly RouteRow[] = [
  ...rows(SUPERVISION, 'GET /live', 'GET /ready', 'GET /metrics'),
  ...rows(SCREEN, 'GET /', 'GET /wall', 'GET /login', 'GET /admin', 'GET /admin/:section', 'GET /desk/replay', 'GET /ingest/try'),
  ...rows(SCREEN, 'GET /desk/wall', 'GET /desk/wall/setup', 'GET /desk/scenes'),

  ...rows(OWN_SESSION, 'GET /session', 'POST /session/setup', 'POST /session/login', 'POST /session/reset'),
  ...rows(OWN_SESSION, 'POST /session/totp', 'POST /session/recovery', 'POST /session/enrol', 'POST /session/enrol/confirm'),
  ...rows(OWN_SESSION, 'POST /session/password', 'POST /session/prove', 'POST /session/logout'),
  ...rows(
    open('single sign-on, where it is configured: by what the provider signed for this browser'),
    'GET /session/oidc/start',
    'GET /session/oidc/callback',
  ),
  ...rows(right('person:read'), 'GET /admin/v1/people', 'GET /admin/v1/roles'),
  ...rows(right('person:manage'), 'POST /admin/v1/people', 'PATCH /admin/v1/people/:id'),
  ...rows(right('person:manage'), 'POST /admin/v1/people/:id/reset-link', 'POST /admin/v1/people/:id/reset-second-factor'),

  ...rows(OWN_DISPLAY, 'POST /display/v1/pairings', 'POST /display/v1/pairings/token', 'POST /display/v1/link'),
  ...rows(OWN_DISPLAY, 'GET /display/v1/self', 'POST /display/v1/token'),
  ...rows(right('display:read'), 'GET /admin/v1/displays', 'GET /admin/v1/access-changes'),
  ...rows(right('display:manage'), 'GET /admin/v1/pairings/:code', 'POST /admin/v1/pairings/:code/approve'),
  ...rows(right('display:manage'), 'DELETE /admin/v1/displays/:id', 'POST /admin/v1/walls'),
  ...rows(right('audience:switch'), 'POST /admin/v1/walls/:id/audience'),

  ...rows(right('wall:read'), 'GET /walls/v1', 'GET /walls/v1/:id', 'GET /scenes/v1/:id/versions'),
  ...rows(right('wall:direct'), 'POST /walls/v1/:id/direction'),
  ...rows(right('wall:define'), 'PUT /walls/v1/:id'),
  ...rows(right('scene:publish'), 'POST /scenes/v1/:id'),

  ...rows(right('wall:read'), 'GET /walls/v1/:id/glass', 'GET /walls/v1/:id/exposure', 'GET /walls/v1/:id/captures/:capture'),
  ...rows(right('wall:direct'), 'POST /walls/v1/:id/displays/:position/command'),
  ...rows(OWN_DISPLAY, 'POST /display/v1/captures/:capture'),

  ...rows(right('source:read'), 'GET /admin/v1/sources'),
  ...rows(right('source:manage'), 'POST /admin/v1/sources', 'DELETE /admin/v1/sources/:id'),
  ...rows(right('registry:manage'), 'POST /admin/v1/cameras', 'POST /admin/v1/indicators'),
  ...rows(right('quarantine:read'), 'GET /admin/v1/quarantine'),
  ...rows(right('quarantine:replay'), 'POST /admin/v1/quarantine/:id/replay'),
  ...rows(right('ledger:read'), 'GET /admin/v1/ledger'),
  ...rows(right('centre:read'), 'GET /admin/v1/centre'),
  ...rows(right('area:read'), 'GET /admin/v1/areas'),
  ...rows(right('area:manage'), 'POST /admin/v1/areas/import'),

  ...rows(right('map:read'), 'GET /map/basemap.pmtiles', 'GET /map/boundaries/:file'),
  ...rows(right('media:read', 'somewhere'), 'GET /media/v1/:sha256'),
  ...rows(right('entry:export'), 'GET /log/v1/entries'),
  ...rows(right('replay:read'), 'GET /replay/v1/span', 'POST /replay/v1/seek', 'GET /replay/v1/frames', 'GET /replay/v1/marks'),
  ...rows(right('replay:read'), 'GET /replay/v1/briefings'),
  ...rows(right('replay:keep'), 'POST /replay/v1/briefings'),
  ...rows(right('personal:reveal', 'somewhere'), 'POST /reveal/v1'),
  ...rows(right('audit:read'), 'GET /audit/v1/entries', 'GET /audit/v1/chain', 'GET /audit/v1/checkpoints', 'POST /audit/v1/verify'),
  ...rows(right('audit:export'), 'GET /audit/v1/export'),

  ...SURFACE_NAMES.flatMap((surface) => rows(SOURCE, `POST /ingest/v1/${surface}`, `* /ingest/v1/${surface}`)),
  ...rows(open('the published contract of the ingest'), 'GET /ingest/v1/openapi.json', 'GET /ingest/v1/schemas/:file'),
];
