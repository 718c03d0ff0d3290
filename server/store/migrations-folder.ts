import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The generated SQL: beside the source, and for the compiled server (`dist/server/store`) still in the tree that it was built in. */
export function migrationsFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const places = [join(here, 'migrations'), join(here, '..', '..', '..', 'server', 'store', 'migrations')];
  const found = places.find((place) => existsSync(join(place, 'meta', '_journal.json')));
  if (!found) throw new Error(`no migrations in ${places.join(' nor ')}`);
  return found;
}
