import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const PAGES = ['tests/browser/{admin,audit,displays,edges,login}/**/*.test.ts', 'tests/browser/*.test.ts', 'tests/chaos/**/*.test.ts'];

/**
 * The tests, in the order that finds a fault soonest: pure rules first, then real PostgreSQL and brokers, then real browsers.
 * Groups run one after another, so that what paints maps is never beside what loads the machine. Projects of one group fill both
 * cores together, to the last file of the last of them.
 */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    // A folder without a test yet is no fault; `tests/support/run.mjs` refuses a whole run that ran nothing.
    passWithNoTests: true,
    globalSetup: ['tests/support/postgres-template.mjs'],
    slowTestThreshold: 1_000,
    // A machine that is busy with something else can miss a wait once: `run.mjs` names such a test; the second time it fails.
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/{unit,property,contract}/**/*.test.ts'],
          maxWorkers: 2,
          // Pure rules leave nothing behind in a module: a worker reads each once, and not again for every file.
          isolate: false,
          testTimeout: 20_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'unit-dom',
          environment: 'jsdom',
          // Testing Library clears the document after each test only where it finds a global `afterEach`; tests import theirs.
          globals: true,
          include: ['tests/{unit,property,contract}/**/*.test.tsx'],
          maxWorkers: 2,
          retry: 1,
          testTimeout: 20_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          environment: 'node',
          include: ['tests/integration/**/*.test.ts'],
          maxWorkers: 2,
          retry: 1,
          testTimeout: 60_000,
          hookTimeout: 90_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'pages',
          environment: 'node',
          // Desks without a map, and centres that are killed with no page in them: one of them leaves room for another.
          include: PAGES,
          maxWorkers: 2,
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          environment: 'node',
          include: ['tests/{browser,visual}/**/*.test.ts'],
          exclude: PAGES,
          // A software-rendered map takes both cores; a second file beside it would turn waits into failures.
          fileParallelism: false,
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
