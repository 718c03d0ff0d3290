import { describe, expect, test } from 'vitest';
import { passwordFaults } from '../../../server/domain/identity/password-rules.ts';

const owner = { login: 'hung.tran', name: 'Trần Quốc Hùng', words: ['Trung tâm Điều hành Hải Phòng', 'cong-an-ngo-quyen'] };
const faults = (password: string) => passwordFaults(password, owner);

describe('SEC18 passwords', () => {
  test.each([
    'Bảy con cò bay lả qua cầu Rào',
    'thuyền về bến lúc hoàng hôn',
    'correct horse battery staple',
    'xK7#vQ2m!pR9zT',
    'mưa rào tháng sáu ướt hết cả sân',
    'ghế gỗ cạnh cửa sổ phía đông 7',
    'Sông Cấm chảy ra biển, sông Lạch Tray cũng vậy; tàu vào cảng từng chuyến một, sớm chiều không nghỉ.',
    'wander through quiet evenings of the delta while boats come home and lamps are lit one after another',
  ])('SEC18 takes %j', (password) => {
    expect(faults(password)).toEqual([]);
  });

  test.each([
    ['ngắn thôi', 'too-short'],
    ['Password123!', 'common'],
    ['P@ssw0rd2026', 'common'],
    ['qwertyuiop123', 'common'],
    ['Matkhau@12345', 'common'],
    ['mật khẩu 2026!', 'common'],
    ['abcdefghijkl', 'common'],
    ['1q2w3e4r5t6y', 'common'],
    ['Iloveyou1234', 'common'],
    ['anhyeuem123456', 'common'],
    ['QuanTri@20262026', 'common'],
    ['vietnamvodich1', 'common'],
    ['123456789012', 'common'],
    ['zxcvbnm,./123', 'common'],
    ['hung.tran2026', 'context'],
    ['TranQuocHung99', 'context'],
    ['trần quốc hùng 1', 'context'],
    ['IOCV-hung-2026', 'context'],
    ['CongAnNgoQuyen1', 'context'],
    ['DieuHanhHaiPhong!', 'context'],
    ['trungtamdieuhanh1', 'context'],
    ['aaaaaaaaaaaaaa', 'repetitive'],
    ['abababababababab', 'repetitive'],
    ['xyzwvxyzwvxyzwv', 'repetitive'],
    ['ă'.repeat(300), 'too-long'],
  ])('SEC18 refuses %j: %s', (password, fault) => {
    expect(faults(password).some((found) => found === fault || (fault === 'context' && found === 'common'))).toBe(true);
  });

  test('SEC18 has no rules of composition: letters alone, without capitals, digits or signs, are enough', () => {
    expect(faults('ngoài sân chim sẻ ríu rít')).toEqual([]);
    expect(faults('ngoaisanchimserurit')).toEqual([]);
  });

  test('SEC18 counts a mark as its letter, however the keyboard composed it', () => {
    const eleven = 'ốềặửữẫởệỗựừ';
    expect(faults(eleven.normalize('NFC'))).toContain('too-short');
    expect(faults(eleven.normalize('NFD'))).toContain('too-short');
    expect(faults(`${eleven}x`.normalize('NFD'))).not.toContain('too-short');
  });

  test('SEC18 128 characters and more are taken', () => {
    const long = Array.from({ length: 40 }, (_, i) => `từ${i * 7}`).join(' ');
    expect([...long].length).toBeGreaterThan(128);
    expect(faults(long)).toEqual([]);
  });
});
