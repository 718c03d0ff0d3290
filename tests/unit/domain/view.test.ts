import { expect, test } from 'vitest';
import type { Entry } from '../../../shared/contract/entry.ts';
import { epochMs, seq, sourceId } from '../../../shared/model/ids.ts';
import { AUDIENCES } from '../../../shared/model/vocabulary.ts';
import { project, viewOf } from '../../../shared/rules/view.ts';

const directed: Entry<'wall.directed'> = {
  seq: seq(1),
  kind: 'wall.directed',
  id: 'tuong-chinh',
  area: null,
  classification: 'public',
  occurredAt: epochMs(1),
  receivedAt: epochMs(1),
  source: sourceId('desk'),
  actor: 'Nguyễn Thị Ánh',
  drill: false,
  data: {
    revision: 1,
    showAt: epochMs(601),
    emergency: null,
    override: null,
    banner: null,
    pin: null,
    fullTile: null,
    frozenAt: null,
    replay: null,
  },
};

test('VIEW6 a wall is told what to show whoever is in the room, and by whom only before the centre’s own', () => {
  const actors = AUDIENCES.map((audience) => [
    audience,
    project(viewOf({ role: 'display', areas: null, audience }), directed)?.actor ?? 'nobody',
  ]);
  expect(Object.fromEntries(actors)).toEqual({
    operators: 'Nguyễn Thị Ánh',
    leaders: 'Nguyễn Thị Ánh',
    visitors: 'nobody',
    press: 'nobody',
  });
  expect(project(viewOf({ role: 'display', areas: null, audience: 'press' }), directed)?.data).toEqual(directed.data);
});
