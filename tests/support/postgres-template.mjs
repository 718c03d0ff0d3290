import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Vitest's global set-up: a folder of this run. The first test file that needs a database leaves a whole cluster in it, and the
 * others copy that. Nothing is made yet: a run of pure rules needs no database.
 * @param {import('vitest/node').TestProject} project
 */
export default function setUp({ provide }) {
  const folder = mkdtempSync(join(tmpdir(), 'ioc-pg-template-'));
  provide('postgresTemplate', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
