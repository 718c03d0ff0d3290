/** One file that breaks exactly one rule, and what the check must say of it. */
export type Planted = { title: string; file: string; text: string; rule: string; says?: string };

/** A small, lawful project: something in every room, each importing some of what its row of the table allows. */
export const LAWFUL: Record<string, string> = {
  'shared/model/ids.ts': 'export type Seq = number;\nexport const FIRST: Seq = 1;\n',
  'shared/contract/entry.ts':
    "import { z } from 'zod';\nimport type { Seq } from '../model/ids.ts';\nexport const Entry = z.strictObject({ seq: z.number() });\nexport type Numbered = { seq: Seq };\n",
  'shared/rules/fold.ts':
    "import type { Numbered } from '../contract/entry.ts';\nexport const at = (entry: Numbered, now: number): Date => new Date(now + entry.seq);\n",
  'server/domain/intake/decide.ts':
    "import { FIRST } from '../../../shared/model/ids.ts';\nexport const decide = (at: string): number => Date.parse(at) + FIRST;\n",
  'server/domain/log/ports.ts':
    "import type { Numbered } from '../../../shared/contract/entry.ts';\nexport type Log = { append(entry: Numbered): void };\n",
  'server/telemetry/logger.ts': "import { hostname } from 'node:os';\nexport const log = hostname;\n",
  'server/sources/frigate/adapter.ts':
    "import { log } from '../../telemetry/logger.ts';\nimport { decide } from '../../domain/intake/decide.ts';\nexport const adapter = { log, decide };\n",
  'server/sources/drill/adapter.ts': "import { FIRST } from '../../../shared/model/ids.ts';\nexport const drill = FIRST;\n",
  'server/pipeline/intake.ts': "import type { Log } from '../domain/log/ports.ts';\nexport type Parts = { log: Log };\n",
  'server/store/pool.ts': "import { log } from '../telemetry/logger.ts';\nexport const pool = log;\n",
  'server/stream/gateway.ts': "import { at } from '../../shared/rules/fold.ts';\nexport const gateway = at;\n",
  'server/http/ingest/routes.ts': "import type { Parts } from '../../pipeline/intake.ts';\nexport type Ingest = Parts;\n",
  'server/http/health/routes.ts': "import { log } from '../../telemetry/logger.ts';\nexport const health = log;\n",
  'server/app/main.ts':
    "import { pool } from '../store/pool.ts';\nimport { gateway } from '../stream/gateway.ts';\nimport { adapter } from '../sources/frigate/adapter.ts';\nimport { drill } from '../sources/drill/adapter.ts';\nexport const parts = { pool, gateway, adapter, drill };\n",
  'client/connection/link.ts': "import { FIRST } from '../../shared/model/ids.ts';\nexport const link = FIRST;\n",
  'client/stores/world-store.ts': "import { at } from '../../shared/rules/fold.ts';\nexport const world = at;\n",
  'client/ui/Card.tsx': "import type { ReactNode } from 'react';\nexport const Card = (children: ReactNode) => children;\n",
  'client/map/layers.ts': "import { Card } from '../ui/Card.tsx';\nexport const layers = Card;\n",
  'client/map/basemap/build-basemap.ts': "import { gzipSync } from 'node:zlib';\nexport const pack = gzipSync;\n",
  'client/tiles/manifest.ts': "import type { ComponentType } from 'react';\nexport type Manifest = { component: ComponentType };\n",
  'client/tiles/clock/index.ts': "export { clock } from './view-model.ts';\n",
  'client/tiles/clock/view-model.ts':
    "import type { Manifest } from '../manifest.ts';\nexport const clock: Manifest | undefined = undefined;\n",
  'client/tiles/ticker/index.ts': "import { world } from '../../stores/world-store.ts';\nexport const ticker = world;\n",
  'client/tiles/registry.ts':
    "import { clock } from './clock/index.ts';\nimport { ticker } from './ticker/index.ts';\nexport const tiles = [clock, ticker];\n",
  'client/scene/picture.tsx': "import { tiles } from '../tiles/registry.ts';\nexport const picture = tiles;\n",
  'client/screens/wall/Wall.tsx': "import { picture } from '../../scene/picture.tsx';\nexport const Wall = picture;\n",
  'client/screens/desk/Desk.tsx': "import { Card } from '../../ui/Card.tsx';\nexport const Desk = Card;\n",
  'client/app/main.tsx':
    "import { link } from '../connection/link.ts';\nimport { Wall } from '../screens/wall/Wall.tsx';\nexport const app = { link, Wall };\n",
  'client/app/assets.d.ts': "declare module '*.woff2';\n",
  'tests/support/clock.ts': 'export const fixed = 0;\n',
};

const imports = (path: string): string => `import * as planted from '${path}';\nexport const kept = planted;\n`;
const exports = (expression: string): string => `export const planted = ${expression};\n`;

/** One violation for each class of rule. */
export const PLANTED: Planted[] = [
  { title: 'model imports contract', file: 'shared/model/a.ts', text: imports('../contract/entry.ts'), rule: 'room-shared-model' },
  { title: 'contract imports rules', file: 'shared/contract/a.ts', text: imports('../rules/fold.ts'), rule: 'room-shared-contract' },
  {
    title: 'rules import the domain',
    file: 'shared/rules/a.ts',
    text: imports('../../server/domain/intake/decide.ts'),
    rule: 'room-shared-rules',
  },
  {
    title: 'a type counts as an import',
    file: 'shared/model/b.ts',
    text: "import type { Log } from '../../server/domain/log/ports.ts';\nexport type Kept = Log;\n",
    rule: 'room-shared-model',
  },
  {
    title: 'domain imports the store',
    file: 'server/domain/intake/a.ts',
    text: imports('../../store/pool.ts'),
    rule: 'room-server-domain',
  },
  {
    title: 'a source imports a source',
    file: 'server/sources/drill/a.ts',
    text: imports('../frigate/adapter.ts'),
    rule: 'room-server-sources',
  },
  {
    title: 'a source imports the pipeline',
    file: 'server/sources/drill/b.ts',
    text: imports('../../pipeline/intake.ts'),
    rule: 'room-server-sources',
  },
  {
    title: 'the pipeline imports the store',
    file: 'server/pipeline/a.ts',
    text: imports('../store/pool.ts'),
    rule: 'room-server-pipeline',
  },
  { title: 'the store imports the stream', file: 'server/store/a.ts', text: imports('../stream/gateway.ts'), rule: 'room-server-store' },
  { title: 'the stream imports the store', file: 'server/stream/a.ts', text: imports('../store/pool.ts'), rule: 'room-server-stream' },
  { title: 'a surface imports another', file: 'server/http/ingest/a.ts', text: imports('../health/routes.ts'), rule: 'room-server-http' },
  {
    title: 'a surface imports the stream',
    file: 'server/http/ingest/b.ts',
    text: imports('../../stream/gateway.ts'),
    rule: 'room-server-http',
  },
  {
    title: 'telemetry imports shared',
    file: 'server/telemetry/a.ts',
    text: imports('../../shared/model/ids.ts'),
    rule: 'room-server-telemetry',
  },
  {
    title: 'the server imports the client',
    file: 'server/app/a.ts',
    text: imports('../../client/connection/link.ts'),
    rule: 'room-server-app',
  },
  {
    title: 'the connection imports the stores',
    file: 'client/connection/a.ts',
    text: imports('../stores/world-store.ts'),
    rule: 'room-client-connection',
  },
  {
    title: 'the stores import the connection',
    file: 'client/stores/a.ts',
    text: imports('../connection/link.ts'),
    rule: 'room-client-stores',
  },
  { title: 'the map imports the stores', file: 'client/map/a.ts', text: imports('../stores/world-store.ts'), rule: 'room-client-map' },
  { title: 'ui knows the domain', file: 'client/ui/a.ts', text: imports('../../shared/model/ids.ts'), rule: 'room-client-ui' },
  {
    title: 'the tile contract imports the connection',
    file: 'client/tiles/manifest.ts',
    text: "import { link } from '../connection/link.ts';\nexport type Manifest = typeof link;\n",
    rule: 'room-client-tiles-manifest',
  },
  {
    title: "the registry reaches past a tile's manifest",
    file: 'client/tiles/registry.ts',
    text: "import { clock } from './clock/view-model.ts';\nexport const tiles = clock;\n",
    rule: 'room-client-tiles-registry',
  },
  { title: 'a tile imports a tile', file: 'client/tiles/ticker/a.ts', text: imports('../clock/view-model.ts'), rule: 'room-client-tiles' },
  { title: 'a tile imports the registry', file: 'client/tiles/ticker/b.ts', text: imports('../registry.ts'), rule: 'room-client-tiles' },
  {
    title: 'a tile imports the connection',
    file: 'client/tiles/ticker/c.ts',
    text: imports('../../connection/link.ts'),
    rule: 'room-client-tiles',
  },
  { title: 'a scene imports a screen', file: 'client/scene/a.ts', text: imports('../screens/desk/Desk.tsx'), rule: 'room-client-scene' },
  { title: 'a screen imports a screen', file: 'client/screens/desk/a.ts', text: imports('../wall/Wall.tsx'), rule: 'room-client-screens' },
  {
    title: 'the client imports the server',
    file: 'client/app/a.ts',
    text: imports('../../server/telemetry/logger.ts'),
    rule: 'room-client-app',
  },
  {
    title: 'a dynamic import counts',
    file: 'client/screens/desk/b.ts',
    text: "export const later = () => import('../wall/Wall.tsx');\n",
    rule: 'room-client-screens',
  },
  { title: 'a file without a room', file: 'server/loose.ts', text: exports('1'), rule: 'no-room' },
  { title: 'shared imports Node', file: 'shared/rules/b.ts', text: imports('node:crypto'), rule: 'pure-no-core' },
  { title: 'the domain imports Node', file: 'server/domain/log/a.ts', text: imports('node:fs'), rule: 'pure-no-core' },
  { title: 'shared imports a package', file: 'shared/rules/c.ts', text: imports('zustand'), rule: 'pure-only-zod' },
  { title: 'the connection imports React', file: 'client/connection/b.ts', text: imports('react'), rule: 'connection-no-react' },
  { title: 'the client imports Node', file: 'client/map/b.ts', text: imports('node:path'), rule: 'client-no-core' },
  {
    title: 'a browser would load the build',
    file: 'client/map/c.ts',
    text: imports('./basemap/build-basemap.ts'),
    rule: 'client-no-build-time',
  },
  { title: 'the client imports Express', file: 'client/app/b.ts', text: imports('express'), rule: 'client-no-server-package' },
  { title: 'the server imports React', file: 'server/http/health/a.ts', text: imports('react'), rule: 'server-no-client-package' },
  { title: 'a development package in production', file: 'server/app/b.ts', text: imports('fast-check'), rule: 'no-development-package' },
  {
    title: 'product code imports tests',
    file: 'server/app/c.ts',
    text: imports('../../tests/support/clock.ts'),
    rule: 'no-import-of-tests',
  },
  {
    title: 'a cycle',
    file: 'server/store/round.ts',
    text: "import type { Back } from './trip.ts';\nexport type Round = Back;\n",
    rule: 'no-cycle',
    says: 'server/store/trip.ts',
  },
  { title: 'an import of nothing', file: 'server/app/d.ts', text: imports('./missing.ts'), rule: 'unresolvable' },
  { title: 'an index outside the tiles', file: 'server/stream/index.ts', text: exports('1'), rule: 'no-barrel' },
  { title: 'a barrel by another name', file: 'server/stream/all.ts', text: "export * from './gateway.ts';\n", rule: 'no-barrel' },
  { title: 'a loose name', file: 'client/ui/utils.ts', text: exports('1'), rule: 'no-loose-name' },
  { title: 'Date.now()', file: 'shared/rules/d.ts', text: exports('Date.now()'), rule: 'pure-no-clock' },
  {
    title: 'Date.now as a default',
    file: 'shared/rules/e.ts',
    text: 'export const at = (now = Date.now) => now;\n',
    rule: 'pure-no-clock',
  },
  { title: 'new Date()', file: 'server/domain/log/b.ts', text: exports('new Date()'), rule: 'pure-no-clock' },
  { title: 'new Date', file: 'server/domain/log/c.ts', text: exports('new Date'), rule: 'pure-no-clock' },
  { title: 'Date()', file: 'shared/model/c.ts', text: exports('Date()'), rule: 'pure-no-clock' },
  {
    title: 'an alias of Date',
    file: 'shared/model/d.ts',
    text: 'const Calendar = Date;\nexport const planted = Calendar.now();\n',
    rule: 'pure-no-clock',
  },
  { title: 'globalThis.Date', file: 'shared/model/e.ts', text: exports('globalThis.Date.now()'), rule: 'pure-no-clock' },
  { title: 'performance.now()', file: 'shared/contract/b.ts', text: exports('performance.now()'), rule: 'pure-no-clock' },
  { title: 'process.hrtime', file: 'server/domain/log/d.ts', text: exports('process.hrtime.bigint()'), rule: 'pure-no-clock' },
];

/** The other half of the planted cycle: lawful but for the way back. */
export const WAY_BACK = { 'server/store/trip.ts': "import type { Round } from './round.ts';\nexport type Back = Round;\n" };
