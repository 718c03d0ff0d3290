import { render } from '@testing-library/react';
import type { i18n } from 'i18next';
import type { ReactElement } from 'react';
import { I18nextProvider } from 'react-i18next';
import { createWords } from '../../../client/app/i18n.ts';
import type { SessionState } from '../../../shared/contract/session.ts';
import { epochMs } from '../../../shared/model/ids.ts';

// jsdom has no `CSS.escape`, with which React Aria finds what a label or a list item belongs to.
globalThis.CSS ??= { escape: (name: string) => name.replaceAll(/[^\w-]/g, '\\$&') } as unknown as typeof CSS;

/** 14:05 on Monday 23/11/2026 in Việt Nam. */
export const NOW = epochMs(Date.UTC(2026, 10, 23, 7, 5));

export const nobody: SessionState = {
  stage: null,
  person: null,
  display: null,
  passwordExpiresAt: null,
  warnings: [],
  offers: { setUp: false, singleSignOn: false },
};
export const at = (stage: SessionState['stage'], more: Partial<SessionState> = {}): SessionState => ({ ...nobody, stage, ...more });
export const someone = (role: NonNullable<SessionState['person']>['role']): NonNullable<SessionState['person']> => ({
  id: 'p1',
  name: 'Nguyễn Thị Hồng Nhung',
  role,
  areas: null,
  unit: null,
});

export function show(page: ReactElement, language: 'vi' | 'en' = 'vi'): i18n {
  const words = createWords([], language);
  render(<I18nextProvider i18n={words}>{page}</I18nextProvider>);
  return words;
}

export type Asked = { method: string; path: string; body: unknown };
type Reply = { status?: number; json: unknown };

/** A server that answers by path what it was told to, the last answer again and again, and keeps what it was asked. */
export function answering(replies: Record<string, Reply[]>): { fetch: typeof fetch; asked: Asked[] } {
  const asked: Asked[] = [];
  const left = new Map(Object.entries(replies).map(([path, list]) => [path, [...list]]));
  return {
    asked,
    fetch: async (input, init) => {
      const path = String(input);
      const method = init?.method ?? 'GET';
      asked.push({ method, path, body: typeof init?.body === 'string' ? JSON.parse(init.body) : null });
      const list = left.get(`${method} ${path}`) ?? left.get(path);
      const reply = list && list.length > 1 ? list.shift() : list?.[0];
      if (!reply) throw new TypeError(`nobody answers ${method} ${path}`);
      return new Response(reply.status === 204 ? null : JSON.stringify(reply.json), { status: reply.status ?? 200 });
    },
  };
}
export const problem = (code: string, status: number, more: object = {}): Reply => ({
  status,
  json: { code, title: code, status, ...more },
});
