import type { CameraEventType } from '../../model/vocabulary.ts';
import { clock, FOCUS, news, type Plan, type Props, place, WIDE_FOCUS } from './plan.ts';

/** Whether a camera still sees: what every watch over cameras wants to know. */
const CAMERA_HEALTH = ['signal-loss', 'picture-dark', 'tamper'] as const satisfies CameraEventType[];

type Watch = {
  id: string;
  name: string;
  map: Props;
  /** The figures that answer first, large, and those behind them. */
  answers: Props & { columns: number };
  indicators: Props;
  events: Props;
  reports: Props;
};

/** A watch over one matter: map and its figures left, alarms and reports right; on a wide wall the map in the middle, over both seams. */
const watch = ({ id, name, map, answers, indicators, events, reports }: Watch): Plan => ({
  id,
  name,
  one: {
    tiles: [
      clock(24),
      place('map', [0, 2, 14, 12], map),
      place('indicators', [0, 14, 14, 11], { ...indicators, columns: 3 }),
      place('camera-events', [14, 2, 10, 9], events),
      place('field-reports', [14, 11, 10, 14], reports),
      news(24),
    ],
    focus: FOCUS,
  },
  wide: {
    tiles: [
      clock(72),
      place('indicators', [0, 2, 16, 8], { ...answers, size: 'large' }, 'answers'),
      place('indicators', [0, 10, 16, 15], { ...indicators, columns: 3 }),
      place('map', [16, 2, 40, 23], map),
      place('camera-events', [56, 2, 16, 9], events),
      place('field-reports', [56, 11, 16, 14], reports),
      news(72),
    ],
    focus: WIDE_FOCUS,
  },
});

/** An ordinary hour: where, what, who waits, how things stand. */
export const STANDBY: Plan = {
  id: 'standby',
  name: 'Thường trực',
  one: {
    tiles: [
      clock(24),
      place('map', [0, 2, 14, 17]),
      place('indicators', [0, 19, 14, 6], { columns: 3 }),
      place('camera-events', [14, 2, 10, 9]),
      place('field-reports', [14, 11, 10, 7]),
      place('status', [14, 18, 10, 7]),
      news(24),
    ],
    focus: FOCUS,
  },
  wide: {
    tiles: [
      clock(72),
      place('indicators', [0, 2, 16, 16], { columns: 3 }),
      place('status', [0, 18, 16, 7]),
      place('map', [16, 2, 40, 23]),
      place('camera-events', [56, 2, 16, 9]),
      place('field-reports', [56, 11, 16, 14]),
      news(72),
    ],
    focus: WIDE_FOCUS,
  },
};

/** Rain and flood: the water, and what it does to power, roads and the sick. */
export const STORM: Plan = watch({
  id: 'storm',
  name: 'Mưa bão, ngập úng',
  map: { measure: 'dv-ngap' },
  answers: { codes: ['dv-diem-ngap', 'dv-ngap-sau', 'mt-mua-lon-nhat'], columns: 3 },
  indicators: { domains: ['agriculture-environment', 'utilities', 'traffic', 'health', 'security'] },
  events: { types: ['flood', 'accident', 'congestion', 'fire', 'smoke', ...CAMERA_HEALTH] },
  reports: { categories: ['flooding', 'fire-rescue', 'drainage', 'water-supply', 'lighting', 'traffic', 'environment'] },
});

export const TRAFFIC: Plan = watch({
  id: 'traffic',
  name: 'Điều hành giao thông',
  map: { measure: 'camera-events' },
  answers: { codes: ['gt-un-tac', 'gt-toc-do', 'gt-tai-nan'], columns: 3 },
  indicators: { domains: ['traffic'] },
  events: {
    types: ['accident', 'congestion', 'flood', 'wrong-way', 'red-light', 'stopping', 'line-crossing', ...CAMERA_HEALTH],
  },
  reports: { categories: ['traffic', 'lighting', 'flooding'] },
});

export const SECURITY: Plan = watch({
  id: 'security',
  name: 'Giám sát an ninh, trật tự',
  map: { measure: 'camera-events' },
  answers: { codes: ['an-vu-viec', 'an-co-mat', 'an-camera'], columns: 3 },
  indicators: { domains: ['security'] },
  events: {
    types: ['weapon', 'fight', 'intrusion', 'crowd', 'fire', 'smoke', 'object-left', 'loitering', 'watch-listed-plate', ...CAMERA_HEALTH],
  },
  reports: { categories: ['security', 'fire-rescue', 'urban-order'] },
});

/** What people told the centre, and what became of it; the map shades where most of it waits. */
export const FIELD_REPORTS: Plan = {
  id: 'field-reports',
  name: 'Phản ánh hiện trường',
  one: {
    tiles: [
      clock(24),
      place('field-reports', [0, 2, 14, 17]),
      place('indicators', [0, 19, 14, 6], { domains: ['citizen'], columns: 3 }),
      place('map', [14, 2, 10, 17], { measure: 'open-reports' }),
      place('indicators', [14, 19, 10, 6], { codes: ['cq-dung-han', 'cq-qua-han', 'dv-rac', 'dv-chieu-sang'], columns: 2 }, 'services'),
      news(24),
    ],
    focus: { x: 14, y: 2, w: 10, h: 17 },
  },
  wide: {
    tiles: [
      clock(72),
      place('field-reports', [0, 2, 24, 23]),
      place('map', [24, 2, 32, 23], { measure: 'open-reports' }),
      place('indicators', [56, 2, 16, 9], { domains: ['citizen'], columns: 3 }),
      place(
        'field-reports',
        [56, 11, 16, 14],
        { categories: ['flooding', 'drainage', 'water-supply', 'lighting', 'waste'] },
        'utility-reports',
      ),
      news(72),
    ],
    focus: WIDE_FOCUS,
  },
};

/** Before the leaders: the whole city by figures, what is past its threshold first, and what is promised and late. */
export const BRIEFING: Plan = {
  id: 'briefing',
  name: 'Giao ban',
  one: {
    tiles: [
      clock(24),
      place('indicators', [0, 2, 14, 17], { columns: 3 }),
      place('indicators', [0, 19, 14, 6], { domains: ['socio-economic', 'finance'], columns: 3 }, 'economy'),
      place('map', [14, 2, 10, 9]),
      place('field-reports', [14, 11, 10, 14]),
      news(24),
    ],
    focus: FOCUS,
  },
  wide: {
    tiles: [
      clock(72),
      place('indicators', [0, 2, 24, 16], { columns: 4 }),
      place('indicators', [0, 18, 24, 7], { domains: ['socio-economic', 'finance'], columns: 4 }, 'economy'),
      place('map', [24, 2, 24, 23]),
      place('camera-events', [48, 2, 24, 9]),
      place('field-reports', [48, 11, 12, 14]),
      place('indicators', [60, 11, 12, 14], { domains: ['government', 'citizen'], columns: 2 }, 'government'),
      news(72),
    ],
    focus: { x: 48, y: 11, w: 24, h: 14 },
  },
};

/** What a city shows its guests: statistics that are public anyway, large, and nothing that could alarm them or concern a person. */
const GUESTS = ['vh-khach', 'vh-cat-ba', 'mt-bui', 'ct-hang-cang', 'cq-truc-tuyen', 'cd-hai-long'];
export const VISITORS: Plan = {
  id: 'visitors',
  name: 'Khách thăm',
  one: {
    tiles: [clock(24), place('indicators', [0, 2, 24, 24], { codes: GUESTS, columns: 2, size: 'huge' })],
    focus: null,
  },
  wide: {
    tiles: [
      clock(72),
      place('indicators', [0, 2, 72, 24], { codes: [...GUESTS, 'kt-tang-truong', 'yt-kham', 'gd-chuyen-can'], columns: 3, size: 'huge' }),
    ],
    focus: null,
  },
};
