import { Webhook } from 'standardwebhooks';
import type { IngestAnswer } from '../../../shared/contract/ingest.ts';
import type { SourceIssued } from '../../../shared/contract/ingest-admin.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { setUpAdministrator } from '../../support/administrator.ts';
import { printedLinks } from '../../support/printed-links.ts';
import type { ServerProcess } from '../../support/server-process.ts';
import { cameraEventData, cameras } from '../workload.ts';

export type Publisher = {
  /** Posts the events numbered `first` to `first + count - 1` as NDJSON; their numbers in the log, or
   * null when the server says to come again later. @throws Error on any other answer. */
  post(first: number, count: number): Promise<number[] | null>;
};

/**
 * `growing`: each event begins, grows and ends in three messages, 400 messages apart. `single`: over when it is told; for rates at
 * which parallel requests would overtake one another, and an end its own beginning.
 */
export type EventStyle = 'growing' | 'single';

/** A source with the cameras of the workload, registered as an administrator does it. */
export async function registerPublisher(server: ServerProcess, events: EventStyle = 'growing'): Promise<Publisher> {
  const { cookie } = await setUpAdministrator(server.url, printedLinks(server).setUp);
  const origin = server.url;
  const asAdministrator = async (path: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(`${server.url}/admin/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, origin },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (answer.status !== 201) throw new Error(`POST /admin/v1/${path}: ${answer.status} ${text.slice(0, 500)}`);
    return JSON.parse(text);
  };
  const issued = (await asAdministrator('sources', { id: 'bench-http', name: 'Bench' })) as SourceIssued;
  await asAdministrator(
    'cameras',
    cameras.map(({ id, at }) => ({ id, name: `Camera ${id}`, at, directionDeg: null, owner: 'Trung tâm' })),
  );
  const webhook = new Webhook(issued.signingSecret);
  let delivery = 0;
  return {
    async post(first, count) {
      const body = Array.from({ length: count }, (_, i) => JSON.stringify(postedEvent(first + i, events))).join('\n');
      const id = `bench-${++delivery}`;
      const at = new Date();
      const answer = await fetch(`${server.url}/ingest/v1/camera-events`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-ndjson',
          authorization: `Bearer ${issued.token}`,
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': webhook.sign(id, at, body),
        },
        body,
      });
      const text = await answer.text();
      if (answer.status === 429 || answer.status === 503) return null;
      if (!answer.ok) throw new Error(`POST camera-events: ${answer.status} ${text.slice(0, 500)}`);
      const { items, stored } = JSON.parse(text) as IngestAnswer;
      if (stored !== count) throw new Error(`${stored} of ${count} events were stored: ${text.slice(0, 500)}`);
      return items.map((item) => (item.outcome === 'stored' ? item.seq : Number.NaN));
    },
  };
}

/** Event i as an agency would post it. */
function postedEvent(i: number, style: EventStyle): object {
  const now = epochMs(Date.now());
  const { eventId, data } = cameraEventData(i, now);
  const { startedAt, endedAt, at, ...rest } = data;
  const own = style === 'single' ? { eventId: `single-${i}`, phase: 'end' } : { eventId };
  return { ...rest, ...own, id: `m-${i}`, occurredAt: new Date(now).toISOString() };
}
