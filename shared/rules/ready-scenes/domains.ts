import type { CameraEventType, Domain, REPORT_CATEGORIES } from '../../model/vocabulary.ts';
import { clock, FOCUS, news, type Plan, type Props, place, WIDE_FOCUS } from './plan.ts';

/** What a domain's scene shows beside the domain's own indicators. */
export type DomainPlan = {
  name: string;
  /** What shades the wards of its map. */
  measure: string;
  /** What cameras see of it; none: they see nothing of it, and reports have the room. */
  types: readonly CameraEventType[];
  /** What people report of it; none: whatever they report. */
  categories: readonly (typeof REPORT_CATEGORIES)[number][];
  /** The domains whose figures are read together with its own. */
  near: readonly Domain[];
};

const domain = (name: string, plan: Partial<Omit<DomainPlan, 'name'>> = {}): DomainPlan => ({
  name,
  measure: 'open-reports',
  types: [],
  categories: [],
  near: [],
  ...plan,
});

/** The domains of HP-14.3 a–đ, and the services of DT-5.4 and DT-5.5. A new domain is a row here (HP-14.3g). */
export const DOMAIN_PLANS: Readonly<Record<Domain, DomainPlan>> = {
  'socio-economic': domain('Kinh tế - xã hội', { near: ['finance', 'industry-trade'] }),
  security: domain('An ninh trật tự', {
    measure: 'camera-events',
    types: ['weapon', 'fight', 'intrusion', 'crowd', 'fire', 'smoke', 'object-left', 'loitering', 'watch-listed-plate'],
    categories: ['security', 'fire-rescue', 'urban-order'],
    near: ['traffic'],
  }),
  traffic: domain('Giao thông', {
    measure: 'camera-events',
    types: ['accident', 'congestion', 'flood', 'wrong-way', 'red-light', 'stopping', 'line-crossing'],
    categories: ['traffic'],
    near: ['construction'],
  }),
  government: domain('Hiệu quả chính quyền', { categories: ['public-service', 'other'], near: ['citizen', 'home-affairs'] }),
  citizen: domain('Tương tác công dân', { near: ['government'] }),
  health: domain('Y tế', {
    measure: 'mt-khong-khi',
    categories: ['environment', 'fire-rescue', 'water-supply'],
    near: ['agriculture-environment'],
  }),
  education: domain('Giáo dục', { measure: 'dv-ngap', types: ['fight', 'crowd', 'flood'], near: ['health', 'culture'] }),
  culture: domain('Văn hóa', {
    measure: 'camera-events',
    types: ['crowd', 'pavement-trading', 'object-left'],
    categories: ['urban-order'],
    near: ['education'],
  }),
  'agriculture-environment': domain('Nông nghiệp và môi trường', {
    measure: 'mt-mua',
    types: ['flood', 'waste-dumping', 'smoke', 'fire'],
    categories: ['environment', 'flooding', 'drainage', 'waste'],
    near: ['utilities'],
  }),
  construction: domain('Xây dựng', {
    types: ['pavement-trading'],
    categories: ['construction', 'urban-order', 'drainage'],
    near: ['traffic', 'utilities'],
  }),
  justice: domain('Tư pháp', { categories: ['public-service'], near: ['government'] }),
  'industry-trade': domain('Công thương', { measure: 'dv-mat-dien', types: ['congestion', 'fire', 'smoke'], near: ['socio-economic'] }),
  finance: domain('Tài chính', { near: ['socio-economic'] }),
  'home-affairs': domain('Nội vụ', { categories: ['public-service'], near: ['government'] }),
  'science-technology': domain('Khoa học và công nghệ', { types: ['signal-loss', 'picture-dark', 'tamper'], near: ['shared-systems'] }),
  utilities: domain('Dịch vụ công ích', {
    measure: 'dv-mat-dien',
    types: ['flood', 'waste-dumping'],
    categories: ['flooding', 'water-supply', 'drainage', 'lighting', 'waste'],
    near: ['agriculture-environment'],
  }),
  'shared-systems': domain('Hệ thống dùng chung', {
    types: ['signal-loss', 'picture-dark', 'tamper'],
    near: ['science-technology', 'government'],
  }),
};

/** One template for all: the domain's own figures large, what is read with them below, its map, and what happens in it. */
export function domainPlan(domainName: Domain, { name, measure, types, categories, near }: DomainPlan): Plan {
  const own: Props = { domains: [domainName], size: 'large' };
  const beside: Props = { domains: [...near] };
  const map: Props = { measure };
  const events: Props = { types: [...types] };
  const reports: Props = { categories: [...categories] };
  const seen = types.length > 0;
  return {
    id: `domain-${domainName}`,
    name,
    one: {
      tiles: [
        clock(24),
        place('indicators', [0, 2, 14, 12], { ...own, columns: 3 }),
        place('indicators', [0, 14, 14, 11], { ...beside, columns: 3 }, 'beside'),
        place('map', [14, 2, 10, seen ? 9 : 11], map),
        ...(seen ? [place('camera-events', [14, 11, 10, 7], events)] : []),
        place('field-reports', seen ? [14, 18, 10, 7] : [14, 13, 10, 12], reports),
        news(24),
      ],
      focus: seen ? FOCUS : { x: 14, y: 13, w: 10, h: 12 },
    },
    wide: {
      tiles: [
        clock(72),
        place('indicators', [0, 2, 16, 12], { ...own, columns: 3 }),
        place('indicators', [0, 14, 16, 11], { ...beside, columns: 3 }, 'beside'),
        place('map', [16, 2, 40, 23], map),
        ...(seen ? [place('camera-events', [56, 2, 16, 9], events)] : []),
        place('field-reports', seen ? [56, 11, 16, 14] : [56, 2, 16, 23], reports),
        news(72),
      ],
      focus: WIDE_FOCUS,
    },
  };
}
