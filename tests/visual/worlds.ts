import type { Entry, NewEntry } from '../../shared/contract/entry.ts';
import type { EntryData, Kind } from '../../shared/contract/entry-data.ts';
import { areaCode, epochMs, seq, sourceId } from '../../shared/model/ids.ts';
import type { Severity } from '../../shared/model/vocabulary.ts';
import { emptyWorld, fold, type Snapshot, snapshotOf } from '../../shared/rules/fold.ts';

/** Monday 23 November 2026, 14:05:32 in Việt Nam: the moment of every picture. */
export const NOW = Date.parse('2026-11-23T14:05:32+07:00');
/** That Monday at an hour as written on the wall's clock ("16:10"). */
export const momentOf = (hour: string): number => Date.parse(`2026-11-23T${hour}:00+07:00`);
const MIN = 60_000;
const HOUR = 60 * MIN;

const WARDS = {
  '11329': 'Phường Thủy Nguyên',
  '11359': 'Phường Hồng Bàng',
  '11383': 'Phường Lê Chân',
  '11407': 'Phường Hải An',
  '11443': 'Phường Kiến An',
  '11455': 'Phường Đồ Sơn',
  '11914': 'Đặc khu Cát Hải',
  '10507': 'Phường Thành Đông',
  '10660': 'Phường Ái Quốc',
} as const;
type Ward = keyof typeof WARDS;

/** The wall in an ordinary hour, in a storm, with a source gone, and before anything came. */
export const CASES = ['ordinary', 'storm', 'source-silent', 'empty'] as const;
export type Case = (typeof CASES)[number];

type Extra = { area?: Ward | null; source?: string; at?: number; drill?: boolean };

/** A log as a case has it, in order; every entry is a drill's unless told. */
export function entriesOfCase(name: Case): Entry[] {
  const entries: Entry[] = [];
  const add = <K extends Kind>(
    kind: K,
    id: string,
    data: EntryData[K],
    { area = null, source = 'drill', at = NOW - HOUR, drill = true }: Extra = {},
  ): void => {
    const entry = {
      kind,
      id,
      area: area === null ? null : areaCode(area),
      classification: 'internal',
      occurredAt: epochMs(at),
      receivedAt: epochMs(at + 40),
      source: sourceId(source),
      actor: null,
      drill,
      data,
    };
    entries.push({ ...(entry as unknown as NewEntry), seq: seq(entries.length + 1) } as Entry);
  };
  if (name === 'empty') return entries;
  reference(add);
  indicators(add, name);
  cameraEvents(add, name);
  fieldReports(add, name);
  if (name === 'source-silent') {
    add(
      'source.state',
      'frigate-trung-tam',
      { state: 'offline', since: epochMs(NOW - 14 * MIN), reason: 'mất kết nối MQTT' },
      { source: 'frigate-trung-tam', at: NOW - 14 * MIN },
    );
    add(
      'source.state',
      'quan-trac',
      { state: 'silent', since: epochMs(NOW - 50 * MIN), reason: null },
      { source: 'quan-trac', at: NOW - 50 * MIN },
    );
  }
  return entries;
}

type Add = <K extends Kind>(kind: K, id: string, data: EntryData[K], extra?: Extra) => void;

function reference(add: Add): void {
  add('centre.defined', 'centre', {
    name: 'Thành phố Hải Phòng',
    timeZone: 'Asia/Ho_Chi_Minh',
    origin: [106.68, 20.86],
    bounds: [106.1, 20.5, 107.8, 21.3],
  });
  for (const [code, name] of Object.entries(WARDS))
    add(
      'area.defined',
      code,
      { name, areaKind: 'ward', parent: null, at: [106.6, 20.8], areaKm2: 12, validFrom: '2025-07-01' },
      { area: code as Ward },
    );
  add('drill.changed', 'drill', { state: 'running', name: 'Một ngày của Hải Phòng', reason: null });
  for (const [id, label] of [
    ['frigate-trung-tam', 'Camera trung tâm'],
    ['tong-dai-1022', 'Tổng đài 1022'],
    ['quan-trac', 'Trạm quan trắc'],
    ['kho-du-lieu', 'Kho dữ liệu dùng chung'],
  ] as const) {
    add(
      'source.registered',
      id,
      { name: label, feed: 'drill', expectedIntervalMs: MIN, toleranceMs: MIN },
      { source: id, at: NOW - 12_000 },
    );
    add('source.state', id, { state: 'online', since: epochMs(NOW - HOUR), reason: null }, { source: id, at: NOW - 12_000 });
  }
  for (const [id, label, area] of CAMERAS)
    add('camera.registered', id, { name: label, at: [106.68, 20.85], directionDeg: 90, owner: 'Công an thành phố' }, { area });
}

const CAMERAS: [string, string, Ward][] = [
  ['cam-cau-rao', 'Cầu Rào', '11383'],
  ['cam-nga-6', 'Ngã sáu Máy Tơ', '11359'],
  ['cam-lach-tray', 'Nút giao Lạch Tray', '11383'],
  ['cam-dinh-vu', 'Đường Đình Vũ', '11407'],
  ['cam-bach-dang', 'Cầu Bính', '11329'],
  ['cam-do-son', 'Bến Nghiêng', '11455'],
  ['cam-cat-ba', 'Bến phà Cái Viềng', '11914'],
  ['cam-hai-duong', 'Quảng trường Thống Nhất', '10507'],
];

let events = 0;
function event(
  add: Add,
  camera: number,
  type: EntryData['camera-event.observed']['type'],
  severity: Severity,
  minutesAgo: number,
  phase: 'new' | 'end' = 'new',
): void {
  const [cameraId, , area] = CAMERAS[camera] ?? ['', '', '11383' as Ward];
  const startedAt = NOW - minutesAgo * MIN;
  const endedAt = phase === 'end' ? startedAt + 2 * MIN : null;
  add(
    'camera-event.observed',
    `event-${++events}`,
    {
      cameraId,
      type,
      severity,
      phase,
      startedAt: epochMs(startedAt),
      endedAt: endedAt === null ? null : epochMs(endedAt),
      at: [106.68, 20.85],
      label: null,
      score: 0.9,
      zones: [],
      plate: null,
      speedKmh: null,
      evidence: null,
    },
    { area, source: 'frigate-trung-tam', at: endedAt ?? startedAt },
  );
}

function cameraEvents(add: Add, name: Case): void {
  event(add, 7, 'plate', 'low', 26, 'end');
  event(add, 3, 'line-crossing', 'low', 21, 'end');
  event(add, 1, 'stopping', 'low', 12);
  event(add, 1, 'stopping', 'low', 9);
  event(add, 5, 'pavement-trading', 'low', 7);
  event(add, 2, 'congestion', 'medium', 4);
  if (name !== 'storm') return;
  event(add, 0, 'flood', 'critical', 18);
  event(add, 0, 'flood', 'critical', 11);
  event(add, 0, 'flood', 'critical', 3);
  event(add, 2, 'flood', 'high', 9);
  event(add, 2, 'accident', 'critical', 2);
  event(add, 4, 'congestion', 'high', 14);
  event(add, 4, 'congestion', 'high', 6);
  event(add, 6, 'signal-loss', 'high', 5);
  event(add, 5, 'signal-loss', 'medium', 8);
  event(add, 3, 'flood', 'medium', 13);
  event(add, 7, 'smoke', 'high', 1);
}

let reports = 0;
function report(
  add: Add,
  category: EntryData['field-report.recorded']['category'],
  severity: Severity,
  state: EntryData['field-report.recorded']['state'],
  area: Ward,
  summary: string,
  minutesAgo: number,
  dueInMinutes: number | null,
): void {
  add(
    'field-report.recorded',
    `report-${++reports}`,
    {
      category,
      severity,
      reporter: null,
      state,
      channel: 'hotline',
      summary,
      at: [106.68, 20.85],
      address: null,
      reportedAt: epochMs(NOW - minutesAgo * MIN),
      dueAt: dueInMinutes === null ? null : epochMs(NOW + dueInMinutes * MIN),
      unit: null,
    },
    { area, source: 'tong-dai-1022', at: NOW - minutesAgo * MIN },
  );
}

function fieldReports(add: Add, name: Case): void {
  report(add, 'lighting', 'low', 'received', '11443', 'Đèn đường tắt từ số 12 đến số 48 Trần Thành Ngọ', 40, 200);
  report(add, 'waste', 'low', 'in-progress', '11359', 'Rác thải chưa thu gom trước cổng chợ Sắt', 300, 90);
  report(add, 'urban-order', 'low', 'forwarded', '11383', 'Chiếm vỉa hè bán hàng trên đường Tô Hiệu', 180, 240);
  report(add, 'water-supply', 'medium', 'verified', '11407', 'Nước sinh hoạt yếu tại khu tái định cư Đằng Lâm', 75, 45);
  report(add, 'construction', 'low', 'classified', '11329', 'Vật liệu xây dựng rơi vãi trên đường vào khu công nghiệp', 120, 600);
  report(add, 'traffic', 'low', 'resolved', '10507', 'Biển báo bị cây che khuất', 600, -10);
  report(add, 'environment', 'low', 'closed', '11455', 'Mùi hôi từ mương thoát nước', 900, -200);
  if (name !== 'storm') return;
  report(
    add,
    'flooding',
    'critical',
    'in-progress',
    '11383',
    'Nước ngập ngang yên xe máy tại ngõ 213 Thiên Lôi, có người già bị kẹt',
    35,
    -12,
  );
  report(add, 'flooding', 'high', 'forwarded', '11359', 'Ngập sâu 40 cm trước Bệnh viện Việt Tiệp', 28, -3);
  report(add, 'fire-rescue', 'critical', 'forwarded', '11407', 'Cây đổ đè lên ô tô, cần cứu hộ', 9, 21);
  report(add, 'drainage', 'high', 'received', '11443', 'Nắp cống bị cuốn trôi trên đường Trường Chinh', 6, 24);
  for (let i = 0; i < 14; i++)
    report(add, 'flooding', 'medium', i % 3 ? 'received' : 'verified', '11383', 'Nước tràn vào nhà dân', 5 + i, 55 - i);
}

function indicators(add: Add, name: Case): void {
  const storm = name === 'storm';
  const silent = name === 'source-silent';
  type Row = [
    code: string,
    label: string,
    unit: string,
    domain: EntryData['indicator.defined']['domain'],
    direction: 'up' | 'down' | 'none',
    decimals: number,
    target: number | null,
    thresholds: [number | null, number | null, number | null],
    value: number | null,
    wave: number,
    minutesAgo: number,
  ];
  const rows: Row[] = [
    [
      'MN-CAM',
      'Mực nước sông Cấm tại Cửa Cấm',
      'm',
      'agriculture-environment',
      'down',
      2,
      null,
      [3.2, 3.6, 4.0],
      storm ? 3.84 : 2.41,
      0.5,
      silent ? 55 : 3,
    ],
    [
      'MUA-1H',
      'Lượng mưa trong 1 giờ',
      'mm',
      'agriculture-environment',
      'down',
      1,
      null,
      [16, 50, 100],
      storm ? 62.5 : 0.4,
      storm ? 20 : 0.2,
      silent ? 55 : 3,
    ],
    ['DVC-DUNGHAN', 'Hồ sơ dịch vụ công đúng hạn', '%', 'government', 'up', 1, 98, [95, 90, 80], 98.6, 0.6, 34],
    ['CAPCUU-115', 'Thời gian đến hiện trường của cấp cứu 115', 'phút', 'health', 'down', 1, 12, [15, 20, 30], storm ? 17.2 : 9.8, 2, 6],
    ['TNGT-NGAY', 'Số vụ tai nạn giao thông', 'vụ', 'traffic', 'down', 0, 3, [5, 8, 12], storm ? 6 : 1, 1, 11],
    ['HAILONG', 'Mức độ hài lòng của người dân', '%', 'citizen', 'up', 1, 95, [90, 85, 70], 94.1, 0.8, 50],
    ['CHIEUSANG', 'Tuyến chiếu sáng công cộng hoạt động', '%', 'utilities', 'up', 1, 99, [95, 90, 80], 97.3, 0.4, 4],
    ['CAPNUOC', 'Áp lực nước cuối nguồn', 'bar', 'utilities', 'up', 2, 1.5, [1.2, 1, 0.8], null, 0.1, 4],
    ['GIUONG', 'Giường bệnh còn trống', 'giường', 'health', 'up', 0, 800, [500, 300, 100], 1284, 40, 15],
    ['THUNS', 'Thu ngân sách nhà nước trong năm', 'tỷ đồng', 'finance', 'up', 0, 118500, [null, null, null], 109430, 900, 600],
  ];
  for (const [code, label, unit, domain, direction, decimals, target, [medium, high, critical], value, wave, minutesAgo] of rows) {
    add('indicator.defined', code, {
      name: label,
      unit,
      domain,
      period: 'realtime',
      direction,
      decimals,
      target,
      thresholds: { medium, high, critical },
      expectedIntervalMs: minutesAgo > 60 ? 24 * HOUR : 10 * MIN + (minutesAgo > 20 && minutesAgo < 55 ? HOUR : 0),
      toleranceMs: 5 * MIN,
      owner: '',
    });
    for (let i = 23; i >= 0; i--) {
      const at = NOW - minutesAgo * MIN - i * 10 * MIN;
      const swing = Math.sin(i * 1.7) * wave * 0.25 - (storm ? (i / 23) * wave : Math.sin(i / 4) * wave * 0.5);
      const v = value === null ? (i === 0 ? null : 1.31 + swing) : i === 0 ? value : value + swing;
      add(
        'indicator.valued',
        `${code}@all`,
        { code, value: v, asOf: epochMs(at), quality: code === 'THUNS' ? 'provisional' : 'good' },
        { source: code.startsWith('M') ? 'quan-trac' : 'kho-du-lieu', at },
      );
    }
  }
}

/** A case folded. */
export function snapshotOfCase(name: Case): Snapshot {
  const world = emptyWorld();
  for (const entry of entriesOfCase(name)) fold(world, entry);
  return snapshotOf(world);
}

/** Fresh camera events, as one burst brings them; numbered when they are sent. */
export const burst = (n: number): Entry[] => {
  const last = entriesOfCase('storm').findLast((entry) => entry.kind === 'camera-event.observed');
  if (!last) throw new Error('a storm has camera events');
  return Array.from({ length: n }, (_, i) => ({ ...last, id: `burst-${i}`, data: { ...last.data, cameraId: `cam-${i}` } }) as Entry);
};
