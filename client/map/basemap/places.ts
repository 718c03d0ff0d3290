/** Names that the built-in basemap writes: [name, longitude, latitude, rank]. A higher rank wins the space. Facts, from common knowledge. */
type Place = readonly [name: string, lng: number, lat: number, rank: number];

/** Seats of the 34 provinces and cities since July 2025, and towns that everyone looks for. */
export const CITIES: readonly Place[] = [
  ['Hà Nội', 105.85, 21.03, 15],
  ['Thành phố Hồ Chí Minh', 106.7, 10.776, 15],
  ['Hải Phòng', 106.684, 20.857, 14],
  ['Đà Nẵng', 108.22, 16.07, 14],
  ['Cần Thơ', 105.78, 10.03, 13],
  ['Huế', 107.59, 16.46, 13],
  ['Hạ Long', 107.08, 20.955, 11],
  ['Hải Dương', 106.32, 20.94, 10],
  ['Hưng Yên', 106.05, 20.65, 10],
  ['Thái Bình', 106.34, 20.45, 9],
  ['Nam Định', 106.17, 20.43, 10],
  ['Ninh Bình', 105.97, 20.25, 10],
  ['Bắc Ninh', 106.07, 21.18, 10],
  ['Bắc Giang', 106.2, 21.27, 9],
  ['Thái Nguyên', 105.84, 21.59, 10],
  ['Việt Trì', 105.4, 21.32, 10],
  ['Lạng Sơn', 106.76, 21.85, 9],
  ['Cao Bằng', 106.26, 22.67, 9],
  ['Tuyên Quang', 105.21, 21.82, 9],
  ['Lào Cai', 103.97, 22.48, 9],
  ['Lai Châu', 103.44, 22.39, 8],
  ['Điện Biên Phủ', 103.02, 21.39, 9],
  ['Sơn La', 103.91, 21.33, 9],
  ['Thanh Hóa', 105.78, 19.81, 11],
  ['Vinh', 105.68, 18.67, 11],
  ['Hà Tĩnh', 105.9, 18.34, 9],
  ['Đồng Hới', 106.62, 17.47, 9],
  ['Quảng Ngãi', 108.8, 15.12, 9],
  ['Quy Nhơn', 109.22, 13.77, 11],
  ['Buôn Ma Thuột', 108.04, 12.67, 10],
  ['Nha Trang', 109.19, 12.24, 11],
  ['Đà Lạt', 108.44, 11.94, 10],
  ['Biên Hòa', 106.82, 10.95, 11],
  ['Tân An', 106.41, 10.54, 8],
  ['Cao Lãnh', 105.63, 10.46, 9],
  ['Mỹ Tho', 106.36, 10.36, 9],
  ['Vĩnh Long', 105.97, 10.25, 9],
  ['Rạch Giá', 105.08, 10.01, 10],
  ['Cà Mau', 105.15, 9.18, 10],
];

/** Names on water and of islands; Việt Nam's archipelagos are named as Việt Nam's. */
export const SEAS: readonly Place[] = [
  ['Biển Đông', 112.6, 13.2, 15],
  ['Vịnh Bắc Bộ', 107.9, 19.6, 12],
  ['Vịnh Thái Lan', 102.3, 9.2, 10],
];
export const ISLANDS: readonly Place[] = [
  ['Quần đảo Hoàng Sa (Việt Nam)', 112.0, 16.5, 15],
  ['Quần đảo Trường Sa (Việt Nam)', 113.6, 9.6, 15],
  ['Đảo Bạch Long Vĩ', 107.7316, 20.118, 11],
  ['Đảo Cát Bà', 107.0, 20.785, 10],
  ['Đảo Phú Quốc', 104.0, 10.25, 11],
  ['Côn Đảo', 106.6, 8.7, 11],
  ['Đảo Lý Sơn', 109.12, 15.38, 9],
  ['Phú Quý', 108.94, 10.52, 9],
];
export const COUNTRIES: readonly Place[] = [
  ['Việt Nam', 108.1, 14.2, 15],
  ['Lào', 103.4, 18.9, 10],
  ['Campuchia', 104.9, 12.6, 10],
  ['Trung Quốc', 108.4, 23.9, 10],
  ['Thái Lan', 101.6, 15.6, 10],
];
