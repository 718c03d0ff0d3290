import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { NewEntry } from '../../shared/contract/entry.ts';
import { areaCode, type EpochMs, epochMs } from '../../shared/model/ids.ts';
import type { World } from '../../shared/rules/fold.ts';
import { FOLD_VERSION } from '../../shared/rules/fold.ts';
import { decide } from '../domain/intake/decide.ts';
import type { Draft } from '../domain/intake/ports.ts';
import { aheadOf, standingOf } from '../domain/intake/standing.ts';
import { type BoundaryFile, readBoundaryFile } from '../sources/reference/boundary-file.ts';
import { CITY, REFERENCE_SOURCE, referenceDrafts } from '../sources/reference/reference-entries.ts';
import { createAccessChanges } from '../store/access-changes.ts';
import { createCheckpoints } from '../store/checkpoints.ts';
import { createLog } from '../store/log.ts';
import { createMedia } from '../store/media.ts';
import { createPartitions } from '../store/partitions.ts';
import { type Configuration, readConfiguration } from './configuration.ts';
import { readWorld } from './live-picture.ts';
import { openOfflineStore } from './offline-store.ts';

/** `npm run import-areas -- FILE.geojson [--replace] [--attribution TEXT]`: outlines of the units, into the log of this centre. */

const USAGE = `Cách dùng: npm run import-areas -- TỆP.geojson [--replace] [--attribution "NGUỒN"]
Usage: npm run import-areas -- FILE.geojson [--replace] [--attribution "SOURCE"]`;
const FAULTS_SHOWN = 40;
/** The log keeps one set of outlines at a time. */
const BOUNDARIES = 'boundaries';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
/** Ends the import; everything before it is undone or was never done. */
class Refused extends Error {}

const clock = (): EpochMs => epochMs(Date.now());

/** A centre that was never started has no units yet: then the reference data comes first. */
function draftsFor(world: World, file: BoundaryFile, sha256: string, attribution: string, now: EpochMs): Draft[] {
  const reference = world.slots['area.defined'].size === 0 ? referenceDrafts(now) : [];
  const validFrom = new Date(now + 7 * 3_600_000).toISOString().slice(0, 10);
  const added = file.added.map(
    ({ code, ...unit }): Draft => ({
      kind: 'area.defined',
      id: code,
      occurredAt: now,
      area: null,
      publisherKey: null,
      data: { ...unit, parent: CITY, validFrom },
    }),
  );
  const data = { sha256, features: file.features, attribution };
  return [...reference, ...added, { kind: 'boundaries.imported', id: BOUNDARIES, occurredAt: now, area: null, publisherKey: null, data }];
}

async function importAreas(path: string, replace: boolean, attribution: string, configuration: Configuration): Promise<void> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new Refused(`Không đọc được tệp / The file cannot be read: ${error.message}`);
  });
  const store = await openOfflineStore(configuration);
  try {
    await store.database.migrate();
    await createPartitions({ database: store.database, clock }).ensure();
    const log = createLog({ pool: store.database.pool, clock });
    const world = await readWorld({
      log,
      checkpoints: createCheckpoints({ database: store.database, version: FOLD_VERSION }),
    });

    const read = readBoundaryFile(bytes, knownAreas(world));
    if (!read.ok) {
      const lines = read.error
        .slice(0, FAULTS_SHOWN)
        .map(({ code, pointer, message }) => `  ${pointer || '/'}${code ? ` (${code})` : ''}: ${message}`);
      const more = read.error.length > FAULTS_SHOWN ? [`  … ${read.error.length - FAULTS_SHOWN}`] : [];
      throw new Refused(
        [`Tệp có ${read.error.length} lỗi, không nhập gì / ${read.error.length} faults, nothing was imported:`, ...lines, ...more].join(
          '\n',
        ),
      );
    }
    const file = read.value;
    say(
      `Thuộc tính đã dùng / Properties used: code = ${file.used.code.join(', ')}; name = ${file.used.name.join(', ') || '–'}; kind = ${file.used.kind.join(', ') || '–'}`,
    );
    for (const note of file.notes) say(`Lưu ý / Note: ${note}`);

    const sha256 = createHash('sha256').update(file.bytes).digest('hex');
    const present = world.slots['boundaries.imported'].get(BOUNDARIES)?.data;
    if (present?.sha256 === sha256) {
      say('Ranh giới này đã được nhập trước đó / These outlines are imported already.');
      return;
    }
    if (present && !replace) {
      throw new Refused(
        `Đã có ranh giới của ${present.features} đơn vị; thêm --replace để thay / Outlines of ${present.features} units are there; add --replace to replace them.`,
      );
    }
    // On disk before an entry says that it is.
    await createMedia({ dataDir: configuration.dataDir }).put(file.bytes);
    const now = clock();
    const entries = decided(world, draftsFor(world, file, sha256, attribution, now), now);
    const { entries: stored } = await log.commit({ arrivals: entries, quarantined: [], refused: [] });
    if (file.added.length > 0) {
      const changes = createAccessChanges({ database: store.database });
      await changes.announce({ subject: { kind: 'areas', id: 'all' }, reason: 'the hierarchy changed', by: 'import-areas' });
    }
    const added = file.added.length > 0 ? `, thêm ${file.added.length} đơn vị mới / ${file.added.length} new units` : '';
    say(
      `Đã nhập ranh giới của ${file.features} đơn vị${added} / Imported ${file.features} outlines (seq ${stored.at(-1)?.seq}, sha256 ${sha256}).`,
    );
  } finally {
    await store.close();
  }
}

function knownAreas(world: World): ReadonlyMap<string, { name: string; at: readonly [number, number] }> {
  const areas = [...world.slots['area.defined'].values()].filter(({ data }) => data.areaKind !== 'province');
  if (areas.length > 0) return new Map(areas.map(({ id, data }) => [id, data]));
  return new Map(
    referenceDrafts(clock()).flatMap((draft) =>
      draft.kind === 'area.defined' && draft.id !== areaCode(CITY) ? [[draft.id, draft.data]] : [],
    ),
  );
}

/** The same decisions as every other door's. */
function decided(world: World, drafts: readonly Draft[], receivedAt: EpochMs): { entry: NewEntry; publisherKey: string | null }[] {
  const ahead = aheadOf(standingOf(world));
  return drafts.flatMap((draft) => {
    const decision = decide(ahead, draft, { receivedAt, drill: false, source: REFERENCE_SOURCE });
    if (!decision.ok) throw new Refused(`${draft.kind} ${draft.id}: ${decision.error.message}`);
    return decision.value.map((entry, i, all) => {
      ahead.put(entry);
      return { entry, publisherKey: i === all.length - 1 ? draft.publisherKey : null };
    });
  });
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { replace: { type: 'boolean', default: false }, attribution: { type: 'string', default: '' } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new Refused(USAGE);
  await importAreas(file, values.replace, values.attribution.normalize('NFC').slice(0, 200), readConfiguration(process.env));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
