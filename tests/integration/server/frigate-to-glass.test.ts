import { afterEach, expect, test } from 'vitest';
import { CAMERAS } from '../../chaos/centre.ts';
import { eventually, until } from '../../chaos/eventually.ts';
import { closeFrigateCentres, openFrigateCentre } from '../../chaos/frigate-centre.ts';
import { expectBalanced, expectSameTruth } from '../../chaos/truth.ts';
import { event } from '../../support/frigate-messages.ts';

afterEach(closeFrigateCentres);

test('CAM1 new, update and end from the broker to the glass: one event that grows, its plate for nobody but the police', async () => {
  const { wall, administration, frigate, readLog } = await openFrigateCentre();
  const start = Math.floor(Date.now() / 1000) - 10;
  const id = `${start}.039412-k3x9qa`;
  const seen = { id, camera: CAMERAS[0], start_time: start, frame_time: start };
  const shown = () => wall.world().slots['camera-event.observed'].get(`frigate:${id}`)?.data;

  await frigate.say('events', event('new', seen));
  await until('it has begun', () => shown()?.phase === 'new');
  expect(shown()).toMatchObject({ cameraId: CAMERAS[0], severity: 'low', startedAt: start * 1000, endedAt: null });

  const grown = { ...seen, frame_time: start + 3, max_severity: 'alert', current_zones: ['vach_dung'], entered_zones: ['vach_dung'] };
  await frigate.say('events', event('update', { ...grown, recognized_license_plate: '15A12345', recognized_license_plate_score: 0.93 }));
  await until('it has grown', () => shown()?.phase === 'update');
  expect(shown()).toMatchObject({ type: 'line-crossing', severity: 'medium', zones: ['vach_dung'], plate: null });

  await frigate.say('events', event('end', { ...grown, frame_time: start + 6, end_time: start + 6, recognized_license_plate: '15A12345' }));
  await until('it has ended', () => shown()?.phase === 'end');
  expect(shown()).toMatchObject({ severity: 'medium', startedAt: start * 1000, endedAt: (start + 6) * 1000, plate: null });
  expect(wall.world().slots['camera-event.observed'].size).toBe(1);

  const log = await readLog();
  const told = log.filter(({ kind }) => kind === 'camera-event.observed');
  expect(told.map(({ data }) => 'plate' in data && data.plate)).toEqual([null, '15A12345', '15A12345']);
  await expectSameTruth([wall], log);
  await expectBalanced(administration, readLog);
});

test('LOSS2 a message of an unregistered camera lies in quarantine with its reason; registered and replayed it is on the glass, once', async () => {
  const { wall, administration, frigate, readLog } = await openFrigateCentre();
  const camera = 'cau-rao-2';
  const id = await frigate.life(camera);
  const items = await eventually('its three messages are in quarantine', async () => {
    const listed = await administration.quarantine();
    return listed.length === 3 && listed;
  });
  for (const { source, channel, reason, pointer, body } of items) {
    expect({ source, channel, pointer }).toEqual({ source: 'frigate', channel: 'mqtt:frigate/events', pointer: '/after/camera' });
    expect(reason).toMatch(/^unknown-camera: camera "cau-rao-2" is not registered/);
    expect('text' in body && body.text).toContain(id);
  }
  // As they happened, an end last: one that is told first is the end.
  const phases = items.toReversed();
  const told = phases.map(({ body }) => ('text' in body ? /"type":"(new|update|end)"/.exec(body.text)?.[1] : null));
  expect(told).toEqual(['new', 'update', 'end']);
  const last = phases.at(-1);
  expect((await administration.replay(last?.id ?? '')).status).toBe(422);

  await administration.cameras([camera]);
  for (const item of phases) expect((await administration.replay(item?.id ?? '')).status).toBe(201);
  const shown = () => wall.world().slots['camera-event.observed'].get(`frigate:${id}`)?.data;
  await until('it is on the wall, ended', () => shown()?.phase === 'end');
  expect(shown()?.cameraId).toBe(camera);

  expect((await administration.replay(last?.id ?? '')).status).toBe(409);
  expect(await administration.quarantine()).toEqual([]);
  await expectSameTruth([wall], await readLog());
  await expectBalanced(administration, readLog);
});
