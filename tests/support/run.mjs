// `npm test`: everything, on a machine that has nothing but Node and npm. Installs the packages and, where it may, the programs
// that the tests drive; builds; checks; runs every test; closes with one line, `N passed, N failed`.
//
// `npm test -- ARGUMENTS` hands the arguments to Vitest for a subset (`npm test -- --project unit`, `npm test -- seq`) and leaves
// `npm run check` out. Uses no package itself: it runs before there are any.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STAMP = 'node_modules/.installed-from';

/** What the tests drive beside Node: any of the names will do; `variable` may name another place. */
const PROGRAMS = [
  { package: 'chromium', variable: 'CHROMIUM', names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] },
  { package: 'mosquitto', variable: 'MOSQUITTO', names: ['mosquitto'] },
];

/** Daemons of packages go to /usr/sbin, which is not on everybody's path. */
const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'];

process.chdir(ROOT);
const subset = process.argv.slice(2);
const say = (line) => console.log(`\n▸ ${line}`);

/** @returns {Promise<number>} exit code; a signal that ended the child counts as failure */
function run(command, args, environment = {}) {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
  const pass = (signal) => child.kill(signal);
  process.once('SIGTERM', pass).once('SIGINT', pass);
  return new Promise((done) => {
    const end = (code) => {
      process.off('SIGTERM', pass).off('SIGINT', pass);
      done(code);
    };
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`);
      end(1);
    });
    child.once('close', (code) => end(code ?? 1));
  });
}

/** npm as it was called, whatever the path holds. */
function npmCommand(...args) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') ? [process.execPath, [cli, ...args]] : ['npm', args];
}
const npm = (...args) => run(...npmCommand(...args));

/** As `run`, beside something else: what it says is kept, so that the two do not mix. */
function runQuietly([command, args]) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const pass = (signal) => child.kill(signal);
  process.once('SIGTERM', pass).once('SIGINT', pass);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  return new Promise((done) => {
    const end = (code) => {
      process.off('SIGTERM', pass).off('SIGINT', pass);
      done({ code, said });
    };
    child.once('error', (error) => {
      said += `${command}: ${error.message}\n`;
      end(1);
    });
    child.once('close', (code) => end(code ?? 1));
  });
}

/** Whether node_modules is what the lock file says: by the stamp of the last install, else package by package in npm's own record. */
function isInstalled() {
  const lock = readFileSync('package-lock.json');
  const stamp = createHash('sha256').update(lock).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return true;
  if (!existsSync('node_modules/.package-lock.json')) return false;
  const there = JSON.parse(readFileSync('node_modules/.package-lock.json', 'utf8')).packages;
  const same = Object.entries(JSON.parse(lock.toString()).packages).every(([path, wanted]) => {
    if (path === '') return true;
    const found = there[path];
    return found ? found.version === wanted.version && existsSync(path) : Boolean(wanted.optional || wanted.devOptional);
  });
  if (same) writeFileSync(STAMP, stamp);
  return same;
}

async function install() {
  if (isInstalled()) return true;
  say('Cài đặt các gói phần mềm / Installing packages');
  if ((await npm('ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional')) !== 0) return false;
  writeFileSync(STAMP, createHash('sha256').update(readFileSync('package-lock.json')).digest('hex'));
  return true;
}

const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
const isMissing = ({ variable, names }) => {
  const named = process.env[variable];
  if (named) return !isExecutable(named);
  return !FOLDERS.some((folder) => folder !== '' && names.some((name) => isExecutable(join(folder, name))));
};

/**
 * Debian starts a daemon as it installs it; a broker on port 1883 would then stand in the way of `npm start`. A policy file says
 * no while we install, and goes again; one that is already there is left alone. A fresh machine has no lists yet and may be busy
 * with updates of its own; one whose lists cannot be renewed may still have what is wanted.
 */
const APT = `
set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -o Acquire::Retries=2 -o DPkg::Lock::Timeout=120 || echo 'apt-get update failed: trying the lists that are there' >&2
apt-get install -y --no-install-recommends -o Acquire::Retries=2 -o DPkg::Lock::Timeout=120 "$@"
`;

/** @returns {Promise<boolean>} whether every program is there in the end */
async function installPrograms() {
  const misnamed = PROGRAMS.filter((program) => process.env[program.variable] && isMissing(program)).map(({ variable }) => variable);
  if (misnamed.length > 0) {
    console.error(`Không chạy được / Cannot be run: ${misnamed.map((variable) => `${variable}=${process.env[variable]}`).join(', ')}`);
    return false;
  }
  const missing = PROGRAMS.filter(isMissing).map((program) => program.package);
  if (missing.length === 0) return true;
  const hasApt = existsSync('/etc/debian_version') && !spawnSync('apt-get', ['--version']).error;
  const isRoot = process.getuid?.() === 0;
  const maySudo = !isRoot && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  if (hasApt && (isRoot || maySudo)) {
    say(`Cài đặt công cụ kiểm thử / Installing test tools: ${missing.join(', ')}`);
    const shell = ['sh', '-c', APT, 'apt', ...missing];
    await (isRoot ? run('sh', shell.slice(1)) : run('sudo', ['-n', ...shell]));
  }
  const still = PROGRAMS.filter(isMissing).map((program) => program.package);
  if (still.length === 0) return true;
  const command = `apt-get update && apt-get install -y --no-install-recommends ${still.join(' ')}`;
  console.error(`Thiếu / Missing: ${still.join(', ')}. Debian: sudo sh -c '${command}'`);
  return false;
}

/**
 * Runs Vitest and counts from its own record. A test file that could not be loaded, an error outside every test and a run that
 * left no record are failures: silence never passes.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
async function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), 'ioc-test-'));
  const file = join(folder, 'vitest.json');
  try {
    const code = await run(process.execPath, [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config=tests/vitest.config.ts',
      '--allowOnly=false',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...args,
    ]);
    if (!existsSync(file)) {
      console.error('Vitest không để lại kết quả / Vitest left no result');
      return { passed: 0, failed: 1 };
    }
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const brokenFiles = report.testResults.filter(
      (suite) => suite.status === 'failed' && !suite.assertionResults.some((t) => t.status === 'failed'),
    );
    let failed = report.numFailedTests + brokenFiles.length;
    if (code !== 0 && failed === 0) failed = 1;
    if (report.numPassedTests + failed === 0) {
      console.error('Không có kiểm thử nào chạy / No test ran');
      failed = 1;
    }
    const second = report.testResults
      .flatMap((suite) => suite.assertionResults)
      .filter((test) => test.status === 'passed' && test.failureMessages.length > 0);
    for (const { fullName, failureMessages } of second)
      console.log(`Đạt ở lần thử thứ hai / Passed at the second try: ${fullName}\n  ${String(failureMessages[0]).split('\n', 1)[0]}`);
    const left = report.numPendingTests + report.numTodoTests;
    if (left > 0) console.log(`${left} bỏ qua / skipped`);
    return { passed: report.numPassedTests, failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function everything() {
  if (!(await install()) || !(await installPrograms())) return { passed: 0, failed: 1 };
  let failed = 0;
  let projects = [];

  // Neither needs what the other makes, and neither keeps both cores busy.
  const checking = subset.length === 0 ? runQuietly(npmCommand('run', '--silent', 'check')) : null;
  say('Biên dịch / Building');
  if ((await npm('run', '--silent', 'build')) !== 0) {
    console.error('Biên dịch hỏng: bỏ qua kiểm thử trình duyệt / The build failed: browser tests would show an old one and are left out');
    failed += 1;
    projects = ['--project=!browser', '--project=!pages'];
  }
  if (checking) {
    say('Kiểm tra kiểu, quy tắc, ranh giới, mã thừa / Types, lint, boundaries, unused code');
    const { code, said } = await checking;
    process.stdout.write(said);
    if (code !== 0) failed += 1;
  }
  say('Kiểm thử / Tests');
  const tests = await runTests([...projects, ...subset]);
  return { passed: tests.passed, failed: failed + tests.failed };
}

const { passed, failed } = await everything();
process.exitCode = failed === 0 ? 0 : 1;
console.log(`\n${passed} passed, ${failed} failed`);
