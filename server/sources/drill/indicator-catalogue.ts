import type { Direction, Domain, Rhythm, Row } from './indicator-row.ts';

/**
 * The drill's indicator set (HP-14.3, DT-5.4, DT-5.5), named as statistics name them. Figures are invented, of the size that
 * a city of 4.6 million has. A row: code, name, unit, period, direction, decimals, target, [medium, high, critical] or null,
 * usual value, how far it wanders, and what moves it: the hour's rhythm, a running sum since midnight, the storm.
 */
const up = 'up' satisfies Direction;
const down = 'down' satisfies Direction;
const none = 'none' satisfies Direction;
const byDay = (rhythm: Rhythm) => ({ rhythm });
const sum = (rhythm: Rhythm, storm = 0) => ({ rhythm, isSum: true, storm });
const storm = (most: number, rhythm: Rhythm = 'flat') => ({ rhythm, storm: most });

export const CATALOGUE: Readonly<Record<Domain, { owner: string; rows: readonly Row[] }>> = {
  'socio-economic': {
    owner: 'Thống kê thành phố',
    rows: [
      ['kt-tang-truong', 'Tốc độ tăng tổng sản phẩm trên địa bàn', '%', 'quarter', up, 2, 12.5, [9, 7, null], 11.7, 0.6],
      ['kt-cong-nghiep', 'Chỉ số sản xuất công nghiệp so với cùng kỳ năm trước', '%', 'month', up, 1, 15, [8, 4, null], 14.6, 1.9],
      ['kt-ban-le', 'Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ tiêu dùng', 'tỷ đồng', 'month', up, 0, 27_500, null, 27_100, 900],
      ['kt-dau-tu', 'Vốn đầu tư trực tiếp nước ngoài thu hút lũy kế từ đầu năm', 'triệu USD', 'month', up, 0, 3_000, null, 2_480, 120],
      ['kt-gia', 'Chỉ số giá tiêu dùng so với cùng kỳ năm trước', '%', 'month', down, 2, 4, [4.5, 6, 8], 3.3, 0.4],
      ['kt-doanh-nghiep', 'Doanh nghiệp đăng ký thành lập mới', 'doanh nghiệp', 'day', up, 0, 20, null, 21, 6],
    ],
  },
  security: {
    owner: 'Công an thành phố',
    rows: [
      [
        'an-vu-viec',
        'Vụ việc về trật tự xã hội tiếp nhận từ đầu ngày',
        'vụ',
        'realtime',
        down,
        0,
        null,
        [60, 90, null],
        34,
        3,
        sum('people'),
      ],
      ['an-goi-113', 'Cuộc gọi đến tổng đài 113 trong giờ', 'cuộc', 'hour', down, 0, null, [95, 140, null], 31, 7, storm(52, 'people')],
      ['an-goi-114', 'Cuộc gọi đến tổng đài 114 trong giờ', 'cuộc', 'hour', down, 0, null, [40, 70, 100], 9, 4, storm(48, 'people')],
      [
        'an-co-mat',
        'Thời gian lực lượng phản ứng nhanh có mặt tại hiện trường',
        'phút',
        'realtime',
        down,
        1,
        10,
        [15, 20, 30],
        8.2,
        1.1,
        storm(9.5),
      ],
      ['an-camera', 'Tỷ lệ camera giám sát hoạt động bình thường', '%', 'realtime', up, 1, 97, [93, 85, 75], 97.6, 0.5, storm(-8.5)],
    ],
  },
  traffic: {
    owner: 'Sở Xây dựng',
    rows: [
      [
        'gt-luu-luong',
        'Lưu lượng phương tiện qua các nút giao chính',
        'xe/giờ',
        'realtime',
        none,
        0,
        null,
        null,
        41_500,
        2_200,
        storm(-12_000, 'traffic'),
      ],
      ['gt-toc-do', 'Tốc độ trung bình trên các trục chính', 'km/h', 'realtime', up, 1, 30, [20, 14, 9], 32, 2.2, storm(-14)],
      ['gt-un-tac', 'Điểm ùn tắc giao thông', 'điểm', 'realtime', down, 0, 3, [8, 15, 25], 2.2, 1.2, storm(15, 'traffic')],
      ['gt-tai-nan', 'Vụ tai nạn giao thông từ đầu ngày', 'vụ', 'realtime', down, 0, null, [35, 60, null], 22, 1, sum('traffic', 14)],
      [
        'gt-vi-pham',
        'Trường hợp vi phạm phát hiện qua camera từ đầu ngày',
        'trường hợp',
        'realtime',
        none,
        0,
        null,
        null,
        7_400,
        60,
        sum('traffic'),
      ],
      ['gt-den', 'Tỷ lệ đèn tín hiệu giao thông hoạt động', '%', 'realtime', up, 1, 99, [96, 90, 80], 98.9, 0.4, storm(-6)],
    ],
  },
  government: {
    owner: 'Văn phòng Ủy ban nhân dân thành phố',
    rows: [
      ['cq-dung-han', 'Tỷ lệ hồ sơ thủ tục hành chính giải quyết đúng hạn', '%', 'day', up, 1, 98, [95, 90, null], 98.3, 0.5],
      ['cq-tiep-nhan', 'Hồ sơ tiếp nhận từ đầu ngày', 'hồ sơ', 'realtime', none, 0, null, null, 9_800, 80, sum('office')],
      ['cq-truc-tuyen', 'Tỷ lệ hồ sơ nộp trực tuyến', '%', 'day', up, 1, 85, [75, 60, null], 87.2, 1.4],
      ['cq-qua-han', 'Hồ sơ quá hạn chưa giải quyết', 'hồ sơ', 'hour', down, 0, 60, [150, 300, null], 88, 9],
      ['cq-ky-so', 'Tỷ lệ văn bản điện tử được ký số', '%', 'day', up, 1, 100, [97, 90, null], 99.4, 0.3],
      ['cq-chi-dao', 'Nhiệm vụ được giao quá hạn thực hiện', 'nhiệm vụ', 'day', down, 0, 0, [20, 40, null], 8, 4],
    ],
  },
  citizen: {
    owner: 'Trung tâm Điều hành thông minh',
    rows: [
      [
        'cd-phan-anh',
        'Phản ánh hiện trường tiếp nhận từ đầu ngày',
        'phản ánh',
        'realtime',
        none,
        0,
        null,
        null,
        950,
        8,
        sum('people', 900),
      ],
      ['cd-dung-han', 'Tỷ lệ phản ánh xử lý đúng hạn', '%', 'hour', up, 1, 95, [88, 80, null], 94.6, 0.8, storm(-4)],
      ['cd-hai-long', 'Tỷ lệ người dân hài lòng với kết quả xử lý', '%', 'day', up, 1, 92, [85, 75, null], 91.4, 0.9],
      ['cd-goi-1022', 'Cuộc gọi đến tổng đài 1022 trong giờ', 'cuộc', 'hour', none, 0, null, null, 74, 12, storm(260, 'people')],
      ['cd-cho-may', 'Thời gian chờ máy trung bình của tổng đài 1022', 'giây', 'realtime', down, 0, 20, [60, 120, 240], 14, 4, storm(140)],
    ],
  },
  health: {
    owner: 'Sở Y tế',
    rows: [
      ['yt-giuong', 'Công suất sử dụng giường bệnh', '%', 'hour', down, 1, 85, [95, 105, 115], 86.5, 1.5],
      ['yt-kham', 'Lượt khám bệnh từ đầu ngày', 'lượt', 'realtime', none, 0, null, null, 21_400, 150, sum('office')],
      ['yt-goi-115', 'Cuộc gọi cấp cứu 115 trong giờ', 'cuộc', 'hour', down, 0, null, [50, 80, null], 17, 4, storm(30, 'people')],
      ['yt-cap-cuu', 'Thời gian xe cứu thương đến hiện trường', 'phút', 'realtime', down, 1, 12, [18, 25, 35], 10.4, 1.2, storm(11)],
      ['yt-sot', 'Ca mắc sốt xuất huyết trong tuần', 'ca', 'week', down, 0, null, [150, 300, null], 64, 18],
      ['yt-tiem', 'Tỷ lệ trẻ dưới một tuổi tiêm chủng đầy đủ', '%', 'month', up, 1, 95, [90, 80, null], 95.8, 0.7],
    ],
  },
  education: {
    owner: 'Sở Giáo dục và Đào tạo',
    rows: [
      ['gd-chuyen-can', 'Tỷ lệ học sinh đi học', '%', 'day', up, 1, 98, [94, 85, null], 98.4, 0.4],
      ['gd-nghi-hoc', 'Trường cho học sinh về sớm hoặc nghỉ học', 'trường', 'realtime', down, 0, 0, [10, 40, null], 0, 0, storm(37)],
      ['gd-bua-an', 'Bếp ăn bán trú được kiểm tra trong tuần', 'bếp', 'week', up, 0, 60, [40, 20, null], 64, 6],
      ['gd-chuan', 'Tỷ lệ trường đạt chuẩn quốc gia', '%', 'half-year', up, 1, 80, [70, 60, null], 78.9, 0.6],
      ['gd-hoc-ba', 'Tỷ lệ học bạ số được cấp', '%', 'month', up, 1, 100, [90, 75, null], 97.3, 0.8],
    ],
  },
  culture: {
    owner: 'Sở Văn hóa, Thể thao và Du lịch',
    rows: [
      ['vh-khach', 'Lượt khách du lịch', 'lượt', 'day', up, 0, 36_000, null, 34_800, 4_600],
      ['vh-phong', 'Công suất sử dụng phòng lưu trú', '%', 'day', up, 1, 65, null, 61.5, 5],
      ['vh-cat-ba', 'Lượt khách qua bến tàu Cát Bà từ đầu ngày', 'lượt', 'realtime', none, 0, null, null, 7_900, 60, sum('people')],
      ['vh-le-hoi', 'Sự kiện văn hóa, thể thao đang diễn ra', 'sự kiện', 'hour', none, 0, null, null, 7, 2, storm(-5, 'people')],
    ],
  },
  'agriculture-environment': {
    owner: 'Sở Nông nghiệp và Môi trường',
    rows: [
      ['mt-bui', 'Nồng độ bụi mịn PM2.5 trung bình', 'µg/m³', 'realtime', down, 0, 50, [75, 110, 150], 37, 7, storm(-18)],
      ['mt-muc-nuoc', 'Trạm có mực nước vượt báo động', 'trạm', 'realtime', down, 0, 0, [1, 8, 20], 0, 0],
      ['mt-mua-lon-nhat', 'Cường độ mưa lớn nhất toàn thành phố', 'mm/giờ', 'realtime', down, 1, null, [16, 40, 70], 0, 0],
      ['mt-gio', 'Sức gió lớn nhất', 'm/s', 'realtime', down, 1, null, [10.8, 17.2, 24.5], 0, 0],
      ['mt-tau-ca', 'Tàu cá còn hoạt động ngoài khơi', 'tàu', 'realtime', none, 0, null, null, 412, 12, storm(-330)],
      ['mt-nong-thon', 'Tỷ lệ hộ nông thôn dùng nước sạch đạt quy chuẩn', '%', 'quarter', up, 1, 100, [95, 90, null], 98.7, 0.3],
    ],
  },
  construction: {
    owner: 'Sở Xây dựng',
    rows: [
      ['xd-tien-do', 'Tỷ lệ công trình trọng điểm đúng tiến độ', '%', 'month', up, 1, 90, [80, 65, null], 88.4, 1.8],
      ['xd-cap-phep', 'Giấy phép xây dựng cấp trong tuần', 'giấy phép', 'week', none, 0, null, null, 118, 20],
      ['xd-vi-pham', 'Vi phạm trật tự xây dựng phát hiện trong tháng', 'vụ', 'month', down, 0, 20, [45, 70, null], 23, 6],
      ['xd-nha-o', 'Căn nhà ở xã hội hoàn thành lũy kế từ đầu năm', 'căn', 'month', up, 0, 10_000, null, 8_920, 240],
      ['xd-cong-truong', 'Công trường tạm dừng vì thời tiết', 'công trường', 'realtime', down, 0, null, [60, 120, null], 1, 0.4, storm(48)],
    ],
  },
  justice: {
    owner: 'Sở Tư pháp',
    rows: [
      ['tp-ho-tich', 'Tỷ lệ hồ sơ hộ tịch giải quyết đúng hạn', '%', 'day', up, 1, 99, [96, 90, null], 99.2, 0.3],
      ['tp-chung-thuc', 'Việc chứng thực thực hiện từ đầu ngày', 'việc', 'realtime', none, 0, null, null, 5_300, 40, sum('office')],
      ['tp-tro-giup', 'Vụ việc trợ giúp pháp lý trong tháng', 'vụ', 'month', none, 0, null, null, 96, 12],
      ['tp-hoa-giai', 'Tỷ lệ hòa giải thành ở cơ sở', '%', 'quarter', up, 1, 85, [75, 65, null], 86.8, 1.2],
    ],
  },
  'industry-trade': {
    owner: 'Sở Công Thương',
    rows: [
      ['ct-hang-cang', 'Sản lượng hàng hóa qua cảng', 'nghìn tấn', 'day', up, 0, 530, [400, 300, null], 542, 28],
      ['ct-tau-cang', 'Tàu đang làm hàng tại cảng', 'tàu', 'realtime', none, 0, null, null, 38, 3, storm(-27)],
      ['ct-cong-ten-no', 'Xe chờ vào cảng', 'xe', 'realtime', down, 0, 150, [400, 700, null], 132, 24, storm(390)],
      ['ct-xuat-khau', 'Kim ngạch xuất khẩu hàng hóa', 'triệu USD', 'month', up, 0, 4_300, null, 4_260, 150],
      ['ct-xang', 'Cửa hàng xăng dầu tạm dừng bán', 'cửa hàng', 'hour', down, 0, 0, [15, 30, null], 1, 1, storm(12)],
    ],
  },
  finance: {
    owner: 'Sở Tài chính',
    rows: [
      ['tc-thu', 'Thu ngân sách nhà nước trên địa bàn lũy kế từ đầu năm', 'tỷ đồng', 'month', up, 0, 150_000, null, 141_800, 2_300],
      ['tc-noi-dia', 'Thu nội địa so với dự toán năm', '%', 'month', up, 1, 100, [80, 70, null], 97.4, 2],
      ['tc-giai-ngan', 'Tỷ lệ giải ngân vốn đầu tư công', '%', 'month', up, 1, 95, [60, 50, null], 78.6, 3],
      ['tc-hai-quan', 'Thu từ hoạt động xuất nhập khẩu', 'tỷ đồng', 'day', up, 0, 200, null, 208, 26],
    ],
  },
  'home-affairs': {
    owner: 'Sở Nội vụ',
    rows: [
      ['nv-truc-ban', 'Tỷ lệ đơn vị cấp xã báo cáo trực ban đúng giờ', '%', 'hour', up, 1, 100, [92, 80, null], 98.8, 0.7, storm(-5)],
      ['nv-viec-lam', 'Người lao động được giải quyết việc làm trong tháng', 'người', 'month', up, 0, 6_500, null, 6_720, 320],
      ['nv-dao-tao', 'Tỷ lệ lao động qua đào tạo có bằng, chứng chỉ', '%', 'year', up, 1, 45, [35, 30, null], 43.2, 0.8],
      ['nv-tuyen-dung', 'Tỷ lệ vị trí việc làm cấp xã đã bố trí đủ người', '%', 'month', up, 1, 98, [90, 80, null], 95.1, 0.9],
    ],
  },
  'science-technology': {
    owner: 'Sở Khoa học và Công nghệ',
    rows: [
      ['kc-toan-trinh', 'Tỷ lệ dịch vụ công trực tuyến toàn trình phát sinh hồ sơ', '%', 'month', up, 1, 80, [65, 50, null], 81.9, 1.6],
      ['kc-an-toan', 'Sự cố an toàn thông tin từ đầu ngày', 'sự cố', 'realtime', down, 0, 0, [5, 12, 25], 1.4, 0, sum('office')],
      ['kc-tram-song', 'Trạm thu phát sóng di động mất liên lạc', 'trạm', 'realtime', down, 0, 5, [25, 80, 200], 4, 1.5, storm(92)],
      [
        'kc-mang',
        'Độ sẵn sàng của mạng truyền số liệu chuyên dùng',
        '%',
        'realtime',
        up,
        2,
        99.9,
        [99.5, 98, 95],
        99.95,
        0.03,
        storm(-0.7),
      ],
      ['kc-nop-don', 'Đơn đăng ký sở hữu công nghiệp trong tháng', 'đơn', 'month', up, 0, 60, null, 63, 8],
    ],
  },
  utilities: {
    owner: 'Trung tâm Điều hành thông minh',
    rows: [
      ['dv-mat-dien-tong', 'Khách hàng đang mất điện', 'khách hàng', 'realtime', down, 0, 0, [2_000, 8_000, 20_000], 0, 0],
      ['dv-phu-tai', 'Công suất phụ tải điện', 'MW', 'realtime', none, 0, null, null, 1_720, 22, storm(-210, 'current')],
      ['dv-ap-luc', 'Áp lực nước sạch trung bình trên mạng cấp', 'bar', 'realtime', up, 2, 2, [1.6, 1.2, 0.8], 2.25, 0.07, storm(-0.55)],
      ['dv-diem-ngap', 'Điểm ngập úng', 'điểm', 'realtime', down, 0, 0, [3, 15, 45], 0, 0],
      ['dv-ngap-sau', 'Độ sâu ngập lớn nhất toàn thành phố', 'cm', 'realtime', down, 0, 0, [10, 30, 50], 0, 0],
      ['dv-tram-bom', 'Trạm bơm tiêu úng đang vận hành', 'trạm', 'realtime', none, 0, null, null, 3, 1, storm(36)],
      ['dv-chieu-sang', 'Tỷ lệ đèn chiếu sáng công cộng hoạt động', '%', 'hour', up, 1, 98, [95, 88, null], 98.2, 0.4, storm(-7)],
      ['dv-rac', 'Rác thải sinh hoạt thu gom từ đầu ngày', 'tấn', 'realtime', up, 0, null, null, 2_850, 12, sum('people')],
      ['dv-wifi', 'Điểm truy cập Internet công cộng hoạt động', 'điểm', 'hour', up, 0, 180, [150, 110, null], 176, 2, storm(-32)],
    ],
  },
  'shared-systems': {
    owner: 'Sở Khoa học và Công nghệ',
    rows: [
      ['ht-cong-dich-vu', 'Độ sẵn sàng của Cổng dịch vụ công', '%', 'realtime', up, 2, 99.9, [99, 97, 90], 99.96, 0.03],
      [
        'ht-phan-hoi',
        'Thời gian phản hồi của nền tảng tích hợp, chia sẻ dữ liệu',
        'ms',
        'realtime',
        down,
        0,
        200,
        [500, 1_500, 5_000],
        142,
        24,
        byDay('office'),
      ],
      ['ht-van-ban', 'Độ sẵn sàng của hệ thống quản lý văn bản và điều hành', '%', 'realtime', up, 2, 99.9, [99, 97, 90], 99.97, 0.02],
      ['ht-thu', 'Thư công vụ gửi trong giờ', 'thư', 'hour', none, 0, null, null, 2_400, 180, byDay('office')],
      ['ht-hoi-nghi', 'Điểm cầu họp trực tuyến đang kết nối', 'điểm', 'realtime', none, 0, null, null, 26, 6, storm(88, 'office')],
    ],
  },
};

/** Measures of every commune-level unit, for shading the map. */
export const WARD_CATALOGUE: readonly { domain: Domain; owner: string; row: Row }[] = [
  {
    domain: 'agriculture-environment',
    owner: 'Sở Nông nghiệp và Môi trường',
    row: ['mt-mua', 'Cường độ mưa', 'mm/giờ', 'realtime', down, 1, null, [16, 40, 70], 0, 0],
  },
  {
    domain: 'utilities',
    owner: 'Trung tâm Điều hành thông minh',
    row: ['dv-ngap', 'Độ sâu ngập lớn nhất', 'cm', 'realtime', down, 0, 0, [10, 30, 50], 0, 0],
  },
  {
    domain: 'utilities',
    owner: 'Trung tâm Điều hành thông minh',
    row: ['dv-mat-dien', 'Khách hàng mất điện', 'khách hàng', 'realtime', down, 0, 0, [200, 800, 2_000], 0, 0],
  },
  {
    domain: 'agriculture-environment',
    owner: 'Sở Nông nghiệp và Môi trường',
    row: ['mt-khong-khi', 'Nồng độ bụi mịn PM2.5', 'µg/m³', 'realtime', down, 0, 50, [75, 110, 150], 34, 8],
  },
];
