import type { RunningServer } from '../../../server/app/server.ts';
import { createLog } from '../../../server/store/log.ts';
import { createMedia } from '../../../server/store/media.ts';
import { createMediaFiles } from '../../../server/store/media-files.ts';
import type { Entry, NewEntry } from '../../../shared/contract/entry.ts';
import { type AreaCode, areaCode, epochMs, sourceId } from '../../../shared/model/ids.ts';
import { AUDIENCES, CLASSIFICATIONS, type Classification, ROLES } from '../../../shared/model/vocabulary.ts';
import { ownServer, WITH_SINGLE_SIGN_ON } from '../../support/own-server.ts';
import { testDatabase } from '../../support/postgres.ts';
import { type Known, knownDisplay, knownPerson } from '../../support/principals.ts';
import { type RawAnswer, rawRequest } from '../../support/raw-http.ts';
import { prelude } from '../../unit/domain/standing-fixture.ts';

/** A running centre of two wards, with every kind of principal in it and something of every classification in every area. */
export const HERE = areaCode('11300');
export const THERE = areaCode('11400');
export const AREAS = [HERE, THERE, null] as const;

export type Picture = { sha256: string; area: AreaCode | null; classification: Classification };
export type MatrixCentre = {
  server: RunningServer;
  /** Every role, in the whole centre, in one area and in the other; a display for every audience. */
  everyone: Known[];
  /** A camera event and a field report for each area and classification, as they lie in the log. */
  entries: Entry[];
  pictures: Picture[];
  /** As somebody, or as nobody; each from an address of its own, by https to a proxy that is believed. */
  ask(who: Known | null, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<RawAnswer>;
  headersOf(who: Known | null): Record<string, string>;
  /** Ends the PostgreSQL that all of this stands on. */
  stopPostgres(): Promise<void>;
};

export async function openMatrixCentre(): Promise<MatrixCentre & { close(): Promise<void> }> {
  const base = await testDatabase();
  const { database } = base;
  const now = (): ReturnType<typeof epochMs> => epochMs(Date.now());
  const log = createLog({ pool: database.pool, clock: now });
  const arrivals = [...prelude.map(([kind, id, data, more]) => entryOf(kind, id, data, more)), ...subjects()];
  const { entries } = await log.commit({
    arrivals: arrivals.map((entry) => ({ entry: entry as NewEntry, publisherKey: null })),
    quarantined: [],
    refused: [],
  });

  const everyone: Known[] = [];
  for (const role of ROLES) for (const areas of [null, [HERE], [THERE]]) everyone.push(await knownPerson(database, role, areas));
  for (const audience of AUDIENCES) everyone.push(await knownDisplay(database, audience));

  const server = await ownServer(base.url, { TRUST_PROXY: '127.0.0.1', ...WITH_SINGLE_SIGN_ON });
  const pictures: Picture[] = [];
  const media = createMedia({ dataDir: server.dataDir, part: 'pictures' });
  const files = createMediaFiles({ database });
  for (const area of AREAS) {
    for (const classification of CLASSIFICATIONS) {
      const sha256 = await media.put(Buffer.from(`full ${area} ${classification}`));
      const blurredSha256 = await media.put(Buffer.from(`blurred ${area} ${classification}`));
      const about = { id: crypto.randomUUID(), type: 'image/jpeg', bytes: 1, width: 1, height: 1, name: 'a.jpg', uploader: 'x' } as const;
      await files.add({ ...about, area, classification, uploadedAt: 0 }, 1000, async () => ({ sha256, blurredSha256 }));
      pictures.push({ sha256, area, classification });
    }
  }

  const host = `127.0.0.1:${server.port}`;
  const headersOf = (who: Known | null): Record<string, string> => ({
    host,
    origin: `https://${host}`,
    'x-forwarded-proto': 'https',
    'x-forwarded-for': `203.0.113.${1 + (who ? everyone.indexOf(who) : 250)}`,
    ...(who ? { cookie: who.cookie } : {}),
  });
  return {
    server,
    everyone,
    entries: entries.filter(({ kind }) => kind === 'camera-event.observed' || kind === 'field-report.recorded'),
    pictures,
    headersOf,
    stopPostgres: () => base.server.stop(),
    ask: (who, method, path, body, headers = {}) =>
      rawRequest(`http://${host}`, path, {
        method,
        headers: { ...headersOf(who), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
    close: () => server.close(),
  };
}

const entryOf = (kind: string, id: string, data: unknown, more: object = {}) => ({
  kind,
  id,
  area: null,
  classification: 'internal',
  occurredAt: epochMs(Date.now()),
  receivedAt: epochMs(Date.now()),
  source: sourceId('matrix'),
  actor: null,
  drill: false,
  data,
  ...more,
});

function subjects(): unknown[] {
  const at = [106.68, 20.86];
  return AREAS.flatMap((area) =>
    CLASSIFICATIONS.flatMap((classification) => {
      const id = `${area ?? 'centre'}-${classification}`;
      const startedAt = Date.now();
      const event = {
        ...{ cameraId: 'cam-1', type: 'plate', severity: 'low', phase: 'new', startedAt, endedAt: null, at, label: 'car', score: 0.9 },
        ...{ zones: [], plate: '15A-123.45', speedKmh: null, evidence: `events/${id}/snapshot.jpg` },
      };
      const report = {
        ...{ category: 'flooding', severity: 'low', state: 'received', channel: 'hotline', summary: 'Đường ngập', at, address: null },
        ...{ reportedAt: startedAt, dueAt: null, unit: null, reporter: { name: 'Nguyễn Thị Ánh', phone: '0912345678' } },
      };
      return [
        entryOf('camera-event.observed', `event-${id}`, event, { area, classification }),
        entryOf('field-report.recorded', `report-${id}`, report, { area, classification }),
      ];
    }),
  );
}
