import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { lockedBy } from '../../server/store/postgres-cluster.ts';
import type { Entry } from '../../shared/contract/entry.ts';
import { CAMERAS } from './centre.ts';
import { eventually, until } from './eventually.ts';
import { closeFrigateCentres, joinFrigate, openFrigateCentre } from './frigate-centre.ts';
import type { FrigatePublisher } from './frigate-publisher.ts';
import { expectBalanced, expectSameTruth } from './truth.ts';

afterEach(closeFrigateCentres);

const PAUSE_MS = 20;

/** Lives of events one after another until told to end; answers their ids. */
function stream(to: FrigatePublisher): { ids: string[]; end(): Promise<void> } {
  const ids: string[] = [];
  let ending = false;
  const running = (async () => {
    for (let n = 0; !ending; n++) {
      // The broker may be dead: Frigate loses what it says then, and so does this one.
      await to.life(CAMERAS[n % CAMERAS.length] ?? '').then(
        (id) => ids.push(id),
        () => {},
      );
      await delay(PAUSE_MS);
    }
  })();
  return {
    ids,
    async end() {
      ending = true;
      await running;
    },
  };
}

const phasesOf = (log: readonly Entry[], id: string): string[] =>
  log.flatMap((entry) => (entry.kind === 'camera-event.observed' && entry.id === `frigate:${id}` ? [entry.data.phase] : []));

async function openWithCameras() {
  const centre = await openFrigateCentre();
  const { wall, frigate } = centre;
  const cameraStates = (): string[] => CAMERAS.map((id) => wall.world().slots['camera.state'].get(id)?.data.state ?? 'never heard');
  const allAre = (state: string) => () => cameraStates().every((is) => is === state);
  await frigate.status(CAMERAS);
  await until('every camera is live on the wall', allAre('live'));
  return { ...centre, allAre };
}

test('CHAOS3 kill -9 of the broker: Frigate is offline and every camera unknown on the wall, and what it says after is there', async () => {
  const { broker, administration, wall, frigate: first, sourceState, allAre, readLog } = await openWithCameras();
  const before = stream(first);
  await until('events flow', () => wall.world().slots['camera-event.observed'].size > 10);

  await broker.kill();
  await until('Frigate is offline on the wall', () => sourceState() === 'offline');
  await before.end();
  await until('no camera is called live', allAre('unknown'));
  await until('the wall itself is live', () => wall.links.at(-1) === 'live');

  await broker.start();
  const second = await joinFrigate(broker, 'b7q2mz');
  await until('Frigate is online again', () => sourceState() === 'online');
  await second.status(CAMERAS);
  const after = stream(second);
  await until('the broker carries again', () => after.ids.length > 30);
  await after.end();
  await until('every camera is live again', allAre('live'));

  const log = await eventually('the last event has ended in the log', async () => {
    const written = await readLog();
    return phasesOf(written, after.ids.at(-1) ?? '').includes('end') && written;
  });
  expect(after.ids.filter((id) => phasesOf(log, id).join() !== 'new,update,end')).toEqual([]);
  await expectSameTruth([wall], log);
  expect(wall.resnapshots()).toBe(0);
  await expectBalanced(administration, readLog);
});

test('CHAOS4 kill -9 of PostgreSQL while Frigate speaks: it waits in memory, no life is lost, and no camera is called unknown', async () => {
  const { server, administration, wall, frigate, readLog } = await openWithCameras();
  const lives = stream(frigate);
  await until('events flow', () => wall.world().slots['camera-event.observed'].size > 10);

  // Killed again each time that it comes back, until the wall has been told.
  await eventually('the database is down on the wall', async () => {
    const pid = lockedBy(server.dataDir);
    try {
      if (pid !== null) process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    return wall.status()?.database === 'down';
  });
  const spokenBefore = lives.ids.length;
  await eventually('the database is back', async () => (await fetch(`${server.url}/ready`)).ok);
  await until('events flow on', () => lives.ids.length > spokenBefore + 20);
  await lives.end();

  const log = await eventually('the last event has ended in the log', async () => {
    const written = await readLog();
    return phasesOf(written, lives.ids.at(-1) ?? '').includes('end') && written;
  });
  // An update that was overtaken by the end may be let go; the beginning and the end may not.
  expect(lives.ids.filter((id) => !/^new,(update,)?end$/.test(phasesOf(log, id).join()))).toEqual([]);
  const wavering = log.filter((entry) => entry.kind === 'camera.state' && entry.data.state !== 'live');
  expect(wavering).toEqual([]);
  await expectSameTruth([wall], log);
  await expectBalanced(administration, readLog);
});
