import { type Anchor, type AuditFault, printedHash } from '../../shared/contract/audit.ts';
import type { Verdict } from '../domain/audit/verify.ts';

/** What the check of the audit says, each thing in Vietnamese and then in English. */

const by: Record<Anchor, { vi: string; en: string }> = {
  checkpoint: { vi: 'điểm xác nhận đã ký', en: 'a signed checkpoint' },
  head: { vi: 'đầu nhật ký đã ký, lưu cạnh cơ sở dữ liệu', en: 'the signed head kept beside the database' },
  printed: { vi: 'bản in', en: 'the paper' },
};

/** "14:05:32 22/11/2026", of Việt Nam. */
export function momentWords(at: number | null): string {
  if (at === null) return '–';
  const iso = new Date(at + 7 * 3_600_000).toISOString();
  return `${iso.slice(11, 19)} ${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;
}

export function faultWords(fault: AuditFault): { vi: string; en: string } {
  switch (fault.kind) {
    case 'changed':
      return {
        vi: `Mục ${fault.n} đã bị sửa: nội dung không khớp mã băm của chính nó.`,
        en: `Entry ${fault.n} was changed: its content does not give its own hash.`,
      };
    case 'swapped':
      return {
        vi: `Mục ${fault.n} và mục ${fault.other} đã bị tráo chỗ cho nhau.`,
        en: `Entries ${fault.n} and ${fault.other} were swapped.`,
      };
    case 'missing':
      return fault.from === fault.to
        ? { vi: `Thiếu mục ${fault.from}.`, en: `Entry ${fault.from} is missing.` }
        : { vi: `Thiếu các mục từ ${fault.from} đến ${fault.to}.`, en: `Entries ${fault.from} to ${fault.to} are missing.` };
    case 'unlinked':
      return {
        vi: `Mục ${fault.n} không nối tiếp mục ${fault.n - 1}: một trong hai mục đã bị viết lại.`,
        en: `Entry ${fault.n} does not continue entry ${fault.n - 1}: one of the two was written anew.`,
      };
    case 'misplaced':
      return { vi: `Mục ${fault.n} nằm sai chỗ hoặc bị lặp lại.`, en: `Entry ${fault.n} stands at the wrong place, or twice.` };
    case 'cut':
      return {
        vi: `Nhật ký bị cắt đuôi: kết thúc ở mục ${fault.last}, nhưng ${by[fault.by].vi} (${momentWords(fault.at)}) ghi có đến mục ${fault.signed}.`,
        en: `The tail is cut off: it ends at entry ${fault.last}, but ${by[fault.by].en} (${momentWords(fault.at)}) has it up to entry ${fault.signed}.`,
      };
    case 'rewritten':
      return {
        vi: `Nhật ký đã bị viết lại ở mục ${fault.n} hoặc trước đó: mã băm khác với ${by[fault.by].vi} (${momentWords(fault.at)}).`,
        en: `It was written anew at or before entry ${fault.n}: the hash is not that of ${by[fault.by].en} (${momentWords(fault.at)}).`,
      };
    case 'forged':
      return {
        vi: `Giả mạo ${by[fault.by].vi} ở mục ${fault.n}: chữ ký không phải của khóa ${fault.key}.`,
        en: `Forged: ${by[fault.by].en} at entry ${fault.n} is not signed with key ${fault.key}.`,
      };
    case 'unknown-key':
      return {
        vi: `Điểm xác nhận ở mục ${fault.n} ký bằng khóa lạ ${fault.key}.`,
        en: `The ${fault.by} at entry ${fault.n} is signed with key ${fault.key}, which was not given.`,
      };
  }
}

/** What was checked, whatever came of it. */
export function summaryWords(verdict: Verdict, picked: boolean): string[] {
  const { size, first, last, checkpoints, proven } = verdict;
  return [
    `Số mục / Entries: ${size}${first && last ? ` (${first.n}–${last.n})` : ''}`,
    `Khoảng thời gian / Time span: ${momentWords(first?.at ?? null)} – ${momentWords(last?.at ?? null)}`,
    `Mã băm mục cuối / Head hash: ${last ? printedHash(last.hash) : '–'}`,
    `Điểm xác nhận khớp / Checkpoints that hold: ${checkpoints.held}`,
    ...(checkpoints.unknown > 0
      ? [`Điểm xác nhận của khóa chưa biết, không tính / Checkpoints of unknown keys, which prove nothing: ${checkpoints.unknown}`]
      : []),
    proven > 0
      ? `Được chữ ký chứng thực đến mục / Proven by signatures up to entry: ${proven}`
      : 'Chưa có chữ ký nào chứng thực / No signature proves any of it',
    ...(picked
      ? [
          'Bản trích theo điều kiện lọc: chỉ chứng thực từng mục, không chứng thực đủ / A filtered extract: each entry is checked, that none is left out is not',
        ]
      : []),
  ];
}
