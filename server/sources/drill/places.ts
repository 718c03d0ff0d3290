import type { LngLat } from '../../../shared/model/units.ts';
import { type AreaRow, HAI_PHONG_AREAS } from '../../domain/areas/hai-phong-areas.ts';
import { hash, unit } from './chance.ts';

/** Where things happen: junctions, streets and well-known places of the units that have many cameras. Public names only. */
type Known = { cameras: number; junctions: readonly string[]; streets: readonly string[]; spots: readonly string[]; around?: LngLat };

const KNOWN: Readonly<Record<string, Known>> = {
  '11311': {
    cameras: 27,
    junctions: [
      'Ngã ba Sở Dầu',
      'Ngã tư Quán Toan',
      'Ngã tư Thượng Lý',
      'Nút giao Hùng Vương – Cầu Quay',
      'Nút giao Bạch Đằng – Hồng Bàng',
    ],
    streets: [
      'Hùng Vương',
      'Bạch Đằng',
      'Hồng Bàng',
      'Hà Nội',
      'Quang Trung',
      'Điện Biên Phủ',
      'Hoàng Văn Thụ',
      'Tam Bạc',
      'Phạm Hồng Thái',
    ],
    spots: [
      'Chợ Sắt',
      'Bến xe Thượng Lý',
      'Cầu Bính',
      'Cầu Lạc Long',
      'Quảng trường Nhà hát thành phố',
      'Dải vườn hoa trung tâm',
      'Chợ Quán Toan',
    ],
  },
  '11329': {
    cameras: 29,
    junctions: [
      'Ngã sáu Máy Tơ',
      'Ngã sáu Đà Nẵng',
      'Ngã năm Sân bay Cát Bi',
      'Nút giao Lê Hồng Phong – Nguyễn Bỉnh Khiêm',
      'Nút giao Lê Thánh Tông – Đà Nẵng',
      'Ngã ba Phương Lưu',
    ],
    streets: [
      'Lê Thánh Tông',
      'Đà Nẵng',
      'Máy Tơ',
      'Lê Lai',
      'Lương Khánh Thiện',
      'Lê Lợi',
      'Trần Phú',
      'Ngô Quyền',
      'Lê Hồng Phong',
      'Chu Văn An',
    ],
    spots: ['Ga Hải Phòng', 'Cảng Hoàng Diệu', 'Cảng Chùa Vẽ', 'Chợ Ga', 'Chợ Lương Văn Can', 'Vườn hoa Nguyễn Du'],
  },
  '11359': {
    cameras: 26,
    junctions: [
      'Ngã tư Lạch Tray – Văn Cao',
      'Ngã tư Thành Đội',
      'Ngã ba Cầu Rào',
      'Nút giao Văn Cao – Nguyễn Bỉnh Khiêm',
      'Nút giao Lạch Tray – An Đà',
    ],
    streets: ['Lạch Tray', 'Văn Cao', 'Lê Hồng Phong', 'Nguyễn Bỉnh Khiêm', 'An Đà', 'Đội Cấn', 'Cầu Đất', 'Đông Khê'],
    spots: [
      'Sân vận động Lạch Tray',
      'Cung văn hóa lao động hữu nghị Việt – Tiệp',
      'Cầu Rào',
      'Chợ An Đà',
      'Bến xe Cầu Rào',
      'Công viên An Biên',
    ],
  },
  '11383': {
    cameras: 27,
    junctions: [
      'Ngã tư Trần Nguyên Hãn – Tô Hiệu',
      'Ngã tư Hồ Sen – Chợ Con',
      'Ngã tư Mê Linh',
      'Nút giao Tô Hiệu – Hai Bà Trưng',
      'Ngã ba Nguyễn Đức Cảnh',
    ],
    streets: [
      'Tô Hiệu',
      'Trần Nguyên Hãn',
      'Hai Bà Trưng',
      'Nguyễn Đức Cảnh',
      'Hồ Sen',
      'Chợ Con',
      'Tôn Đức Thắng',
      'Cát Cụt',
      'Mê Linh',
      'Dư Hàng',
    ],
    spots: ['Chợ Con', 'Bệnh viện Hữu nghị Việt Tiệp', 'Cầu An Dương', 'Hồ Sen', 'Tượng đài Nữ tướng Lê Chân', 'Đền Nghè'],
  },
  '11407': {
    cameras: 24,
    junctions: [
      'Ngã tư Quán Mau',
      'Nút giao Nguyễn Văn Linh – Thiên Lôi',
      'Nút giao Võ Nguyên Giáp – Nguyễn Văn Linh',
      'Ngã ba Chợ Hàng',
      'Ngã tư Miếu Hai Xã',
    ],
    streets: ['Nguyễn Văn Linh', 'Thiên Lôi', 'Võ Nguyên Giáp', 'Chợ Hàng', 'Miếu Hai Xã', 'Hoàng Minh Thảo', 'Đồng Thiện', 'Nguyễn Bình'],
    spots: ['Chợ Hàng', 'Cầu Niệm', 'Cầu Rào 2', 'Bến xe Niệm Nghĩa', 'Trường Đại học Hàng hải Việt Nam'],
  },
  '11413': {
    cameras: 21,
    junctions: ['Nút giao Lê Hồng Phong – Ngô Gia Tự', 'Ngã ba Cát Bi', 'Nút giao Bùi Viện – Lê Hồng Phong', 'Ngã ba Đằng Lâm'],
    streets: ['Ngô Gia Tự', 'Lê Hồng Phong', 'Bùi Viện', 'Cát Bi', 'Đằng Hải', 'Tràng Cát', 'Nguyễn Lân'],
    spots: ['Cảng hàng không quốc tế Cát Bi', 'Chợ Cát Bi', 'Chợ Lũng', 'Công viên Đằng Hải', 'Trạm bơm Nam Đông'],
  },
  '11411': {
    cameras: 16,
    junctions: ['Nút giao Đình Vũ', 'Nút giao Tân Vũ', 'Ngã ba Đông Hải – Phương Lưu', 'Vòng xuyến Đình Vũ – Đông Hải'],
    streets: ['Đình Vũ', 'Đông Hải', 'Bùi Thị Từ Nhiên', 'Chùa Vẽ', 'Tân Vũ'],
    spots: [
      'Cảng Đình Vũ',
      'Cảng Tân Vũ',
      'Cầu Tân Vũ – Lạch Huyện, đầu phía tây',
      'Khu công nghiệp Đình Vũ, cổng số 1',
      'Cảng Nam Hải Đình Vũ',
    ],
  },
  '11443': {
    cameras: 14,
    junctions: ['Ngã năm Kiến An', 'Ngã sáu Quán Trữ', 'Ngã ba Trường Chinh – Lê Duẩn'],
    streets: ['Trường Chinh', 'Trần Thành Ngọ', 'Phan Đăng Lưu', 'Hoàng Quốc Việt', 'Lê Duẩn', 'Trần Nhân Tông'],
    spots: ['Chợ Đầm Triều', 'Cầu Niệm 2', 'Bệnh viện Kiến An', 'Đồi Thiên Văn', 'Trường Đại học Hải Phòng'],
  },
  '11617': {
    cameras: 13,
    junctions: ['Ngã tư Metro', 'Ngã ba An Đồng', 'Nút giao Tôn Đức Thắng – Nguyễn Văn Linh'],
    streets: ['Tôn Đức Thắng', 'Nguyễn Văn Linh', 'An Kim Hải', 'Quốc lộ 5', 'Máng Nước'],
    spots: ['Chợ An Đồng', 'Cầu vượt Lạch Tray – Quốc lộ 5', 'Khu đô thị Hoàng Huy', 'Chợ đầu mối An Đồng'],
  },
  '11692': {
    cameras: 10,
    junctions: ['Nút giao Phạm Văn Đồng – Mạc Đăng Doanh', 'Ngã ba Hải Thành', 'Nút giao cao tốc Hà Nội – Hải Phòng – Phạm Văn Đồng'],
    streets: ['Phạm Văn Đồng', 'Mạc Đăng Doanh', 'Hải Phong', 'Tư Thủy'],
    spots: ['Cầu Rào, đầu phía nam', 'Chợ Hải Thành', 'Cống Họng'],
  },
  '11689': {
    cameras: 7,
    junctions: ['Ngã ba Đa Phúc', 'Nút giao Mạc Đăng Doanh – Đường tỉnh 355'],
    streets: ['Mạc Đăng Doanh', 'Đa Phúc', 'Đường tỉnh 355'],
    spots: ['Chợ Hưng Đạo', 'Kênh Đa Độ'],
  },
  '11560': {
    cameras: 16,
    junctions: ['Ngã ba Tân Dương', 'Nút giao Đường tỉnh 359 – Bính', 'Vòng xuyến Bắc Sông Cấm', 'Ngã tư Thủy Sơn'],
    streets: ['Đỗ Mười', 'Máng Nước', 'Đường tỉnh 359', 'Bạch Đằng', 'Hoàng Quốc Việt'],
    spots: [
      'Cầu Hoàng Văn Thụ, đầu phía bắc',
      'Trung tâm Chính trị – Hành chính Bắc Sông Cấm',
      'Chợ Tân Dương',
      'Khu công nghiệp VSIP, cổng chính',
    ],
    around: [106.688, 20.893],
  },
  '11455': {
    cameras: 9,
    junctions: ['Ngã ba Đồ Sơn', 'Vòng xuyến Đoàn Kết'],
    streets: ['Lý Thánh Tông', 'Đinh Đoàn', 'Nguyễn Hữu Cầu', 'Phạm Văn Đồng'],
    spots: ['Bãi tắm khu 1 Đồ Sơn', 'Bãi tắm khu 2 Đồ Sơn', 'Bến Nghiêng', 'Chợ Cầu Vồng'],
  },
  '11737': {
    cameras: 5,
    junctions: ['Ngã ba Hợp Đức'],
    streets: ['Phạm Văn Đồng', 'Đường bộ ven biển'],
    spots: ['Cống Cổ Tiểu', 'Chợ Hợp Đức'],
  },
  '10525': {
    cameras: 15,
    junctions: ['Ngã tư Đông Thị', 'Ngã tư Máy Xay', 'Ngã sáu Trần Hưng Đạo'],
    streets: ['Trần Hưng Đạo', 'Bạch Đằng', 'Nguyễn Lương Bằng', 'Phạm Ngũ Lão', 'Điện Biên Phủ', 'Quang Trung'],
    spots: ['Quảng trường Độc Lập', 'Chợ Phú Yên', 'Ga Hải Dương', 'Hồ Bạch Đằng', 'Cầu Phú Lương'],
  },
  '10532': {
    cameras: 13,
    junctions: ['Nút giao Lê Thanh Nghị – Trường Chinh', 'Ngã tư Hải Tân'],
    streets: ['Lê Thanh Nghị', 'Trường Chinh', 'Thanh Niên', 'Ngô Quyền', 'Nguyễn Lương Bằng', 'Bình Minh'],
    spots: ['Bệnh viện Đa khoa Hải Dương', 'Chợ Hội Đô', 'Bến xe Hải Tân', 'Cầu Cất'],
  },
  '10507': {
    cameras: 9,
    junctions: ['Nút giao Nguyễn Lương Bằng – Quốc lộ 5', 'Ngã tư Ngọc Châu'],
    streets: ['Nguyễn Lương Bằng', 'Ngô Quyền', 'Thanh Niên'],
    spots: ['Cầu Hàn', 'Chợ Thanh Bình', 'Công viên Thành Đông'],
  },
  '10537': {
    cameras: 7,
    junctions: ['Ngã tư Ngọc Sơn'],
    streets: ['Lê Thanh Nghị', 'Yết Kiêu', 'Tân Hưng'],
    spots: ['Cầu vượt Tân Hưng', 'Chợ Ngọc Châu'],
  },
  '11581': {
    cameras: 8,
    junctions: ['Ngã ba Trạm Bạc', 'Nút giao Quốc lộ 5 – Quốc lộ 17B'],
    streets: ['Quốc lộ 5', 'Quốc lộ 17B', 'Đường tỉnh 351'],
    spots: ['Chợ Rế', 'Khu công nghiệp Tràng Duệ, cổng chính', 'Ga Vật Cách'],
  },
  '11602': {
    cameras: 4,
    junctions: ['Nút giao Quốc lộ 10 – Cầu Kiền'],
    streets: ['Quốc lộ 10'],
    spots: ['Cầu Kiền', 'Nhà máy nước Vật Cách'],
  },
  '11542': {
    cameras: 6,
    junctions: ['Ngã ba Tam Hưng'],
    streets: ['Đường tỉnh 359', 'Bạch Đằng'],
    spots: ['Cầu Nguyễn Trãi', 'Bến phà Lập Lễ', 'Nhà máy đóng tàu Nam Triệu'],
  },
  '11914': {
    cameras: 8,
    junctions: ['Ngã ba Áng Sỏi', 'Vòng xuyến Núi Ngọc'],
    streets: ['Núi Ngọc', 'Đường 1 tháng 4', 'Đường tỉnh 356'],
    spots: ['Bến tàu Cát Bà', 'Bến phà Gót', 'Ga cáp treo Cát Hải', 'Cảng Lạch Huyện'],
    around: [107.0106, 20.8001],
  },
  '10546': { cameras: 5, junctions: ['Ngã ba Sao Đỏ'], streets: ['Nguyễn Trãi', 'Quốc lộ 18', 'Quốc lộ 37'], spots: ['Chợ Sao Đỏ'] },
  '10675': { cameras: 4, junctions: ['Ngã tư An Lưu'], streets: ['Trần Hưng Đạo', 'Đường tỉnh 389'], spots: ['Chợ Kinh Môn'] },
  '10660': { cameras: 4, junctions: ['Nút giao Tiền Trung'], streets: ['Quốc lộ 5', 'Quốc lộ 37'], spots: ['Cầu Lai Vu'] },
  '10891': {
    cameras: 4,
    junctions: ['Nút giao Tứ Minh'],
    streets: ['Nguyễn Lương Bằng', 'Quốc lộ 5'],
    spots: ['Khu công nghiệp Đại An, cổng chính'],
  },
};

/** What every other unit has. */
const ROADS = [
  'Quốc lộ 10',
  'Quốc lộ 37',
  'Đường tỉnh 354',
  'Đường tỉnh 391',
  'Đường tỉnh 392',
  'Quốc lộ 38B',
  'Đường tỉnh 390',
  'Đường tỉnh 363',
];
const LOCAL = ['trục chính', 'liên thôn', 'bờ kênh', 'trước khu hành chính', 'ra bến đò'];

const bare = (area: AreaRow): string => area.name.replace(/^(Phường|Xã|Đặc khu) /, '');
/** "phường Lê Chân", as it stands inside a sentence. */
export const inWords = (area: AreaRow): string => area.name.charAt(0).toLowerCase() + area.name.slice(1);

export type Place = { area: AreaRow; streets: readonly string[]; spots: readonly string[]; junctions: readonly string[]; cameras: number };

export const PLACES: readonly Place[] = HAI_PHONG_AREAS.map((area): Place => {
  const known = KNOWN[area.code];
  if (known) return { area, streets: known.streets, spots: known.spots, junctions: known.junctions, cameras: known.cameras };
  const name = bare(area);
  const road = ROADS[hash('road', area.code) % ROADS.length] as string;
  const isWard = area.areaKind === 'ward';
  return {
    area,
    streets: isWard ? [road, `đường ${LOCAL[hash('ward', area.code) % LOCAL.length]}`] : [road, 'đường trục xã', 'đường liên thôn'],
    junctions: [`Ngã tư trung tâm ${inWords(area)}`],
    spots: [`Chợ ${name}`, `Cổng trụ sở Ủy ban nhân dân ${inWords(area)}`, `Trạm y tế ${inWords(area)}`],
    cameras: isWard && hash('second', area.code) % 2 === 0 ? 2 : 1,
  };
});
export const PLACE_OF: ReadonlyMap<string, Place> = new Map(PLACES.map((place) => [place.area.code, place]));

/**
 * A position inside a unit, as far as its middle and its size can tell: within 0.45 of the radius that a round unit of that
 * size would have. The same key gives the same place.
 */
export function positionIn(area: AreaRow, key: number): LngLat {
  const middle = KNOWN[area.code]?.around ?? area.at;
  const radiusKm = Math.min(0.45 * Math.sqrt(area.areaKm2 / Math.PI), 3.2);
  const distance = radiusKm * Math.sqrt(unit(key, 1));
  const angle = 2 * Math.PI * unit(key, 2);
  const kmPerDegree = 111.32;
  const lng = middle[0] + (distance * Math.cos(angle)) / (kmPerDegree * Math.cos((middle[1] * Math.PI) / 180));
  const lat = middle[1] + (distance * Math.sin(angle)) / kmPerDegree;
  return [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];
}

/** The street as it stands in a sentence: "đường Lạch Tray", "Quốc lộ 5". */
export const streetInWords = (street: string): string =>
  /^(Quốc lộ|Đường|đường)/.test(street) ? street.replace(/^Đ/, 'đ') : `đường ${street}`;
