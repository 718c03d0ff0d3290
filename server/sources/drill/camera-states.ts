import { areaCode } from '../../../shared/model/ids.ts';
import type { CameraState } from '../../../shared/model/vocabulary.ts';
import { CAMERAS, type DrillCamera } from './cameras.ts';
import { hash, unit } from './chance.ts';
import { DAY, type Day, type DayMs, HOUR, MINUTE, momentOf, type Process, type Scripted, SECOND, scripted } from './script.ts';
import { floodSpan, stormAt } from './storm.ts';

/** How cameras say how they are: about once in 75 s, three times as often near the water during the storm. */
const TICK = 25 * SECOND;
const ORDINARY_STRIDE = 3;

type Spell = { from: DayMs; to: DayMs; state: CameraState; reason: string };
const FAULTS = ['Mất kết nối mạng truyền dẫn', 'Mất nguồn tại tủ điều khiển', 'Thiết bị khởi động lại nhiều lần'] as const;
const BLURS = ['Ống kính bẩn', 'Tốc độ khung hình thấp', 'Đường truyền chập chờn'] as const;

/** When today the camera is not well. At most one ordinary fault and one by the storm. */
function spellsOf(day: Day, camera: DrillCamera): Spell[] {
  const key = hash(day.seed, camera.key, 'spell');
  const spells: Spell[] = [];
  const span = camera.depthShare > 0.4 ? floodSpan(camera.area.code, camera.area.at, 6) : null;
  if (span) {
    const from = span.from + unit(key, 5) * 50 * MINUTE;
    const fate = unit(key, 6);
    if (fate < 0.13)
      spells.push({ from, to: from + (40 + unit(key, 7) * 130) * MINUTE, state: 'offline', reason: 'Mất điện khu vực do mưa bão' });
    else if (fate < 0.4)
      spells.push({ from, to: from + (30 + unit(key, 7) * 80) * MINUTE, state: 'degraded', reason: 'Mưa lớn làm mờ hình' });
  }
  const fate = unit(key, 1);
  if (fate < 0.07) {
    const from = unit(key, 2) * 22 * HOUR;
    const isOff = fate < 0.03;
    const reason = (isOff ? FAULTS : BLURS)[Math.floor(unit(key, 4) * 3)] as string;
    spells.push({ from, to: from + (15 + unit(key, 3) * 120) * MINUTE, state: isOff ? 'offline' : 'degraded', reason });
  }
  return spells;
}

export function cameraStates(day: Day): Process {
  const stride = Math.max(1, Math.round(ORDINARY_STRIDE / day.density));
  const tick = Math.max(SECOND, day.density > ORDINARY_STRIDE ? (TICK * ORDINARY_STRIDE) / day.density : TICK);
  const all = CAMERAS.map((camera) => ({ camera, spells: spellsOf(day, camera), phase: Math.floor(unit(camera.key, 11) * tick) }));
  return {
    lookBackMinutes: 0,
    *in(minute) {
      const from = minute * MINUTE;
      if (from >= DAY) return;
      const isStormy = stormAt(from) > 0.35;
      for (const { camera, spells, phase } of all) {
        const every = isStormy && camera.depthShare > 0.3 ? Math.max(1, Math.round(stride / ORDINARY_STRIDE)) : stride;
        for (let k = Math.ceil((from - phase) / tick); k * tick + phase < from + MINUTE; k++) {
          if ((k + camera.key) % every === 0) yield stateAt(day, camera, spells, k * tick + phase);
        }
      }
    },
  };
}

function stateAt(day: Day, camera: DrillCamera, spells: readonly Spell[], t: DayMs): Scripted {
  const spell = spells.find((one) => t >= one.from && t < one.to);
  const ended = spells.reduce((latest, one) => (one.to <= t ? Math.max(latest, one.to) : latest), 0);
  const state = spell?.state ?? 'live';
  const jitter = Math.round(unit(camera.key, t) * 10) / 10;
  return scripted(day, t, {
    kind: 'camera.state',
    id: camera.id,
    area: areaCode(camera.area.code),
    publisherKey: `state:${camera.id}@${momentOf(day, t)}`,
    data: {
      state,
      since: momentOf(day, spell?.from ?? ended),
      fps: state === 'live' ? Math.round((14.5 + jitter) * 10) / 10 : state === 'degraded' ? Math.round((4 + 3 * jitter) * 10) / 10 : 0,
      reason: spell?.reason ?? null,
    },
  });
}
