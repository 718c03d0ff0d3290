import { UserCodeField } from '../../../../shared/contract/displays.ts';

/** What a QR code that was scanned asks for: the code of a wall that waits, or a display by its label. */
export type AskedFor = { kind: 'code'; code: string } | { kind: 'display'; id: string } | null;

/** `/admin/displays#BCDF-GHJK` from a wall, `/admin/displays#display/wall-1` from a label. */
export function askedFor(hash: string): AskedFor {
  const said = decodeURIComponent(hash.replace(/^#/, ''));
  if (said.startsWith('display/')) return { kind: 'display', id: said.slice('display/'.length) };
  const code = UserCodeField.safeParse(said);
  return code.success ? { kind: 'code', code: code.data } : null;
}

/** Where a label leads. */
export const labelUrl = (origin: string, id: string): string => `${origin}/admin/displays#display/${encodeURIComponent(id)}`;
