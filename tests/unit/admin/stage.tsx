import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { I18nextProvider } from 'react-i18next';
import { vi } from 'vitest';
import { createWords } from '../../../client/app/i18n.ts';
import type { SessionPerson } from '../../../shared/contract/session.ts';
import type { Role } from '../../../shared/model/vocabulary.ts';

// jsdom has no CSS object; React Aria looks its rows up by a selector with their keys in it.
Object.assign(globalThis, { CSS: { escape: (text: string) => text.replace(/[^\w-]/g, (sign) => `\\${sign}`) } });

export const personOf = (role: Role): SessionPerson => ({ id: 'p-1', name: 'Nguyễn An', role, areas: null, unit: null });
export const sessionOf = (role: Role) => ({
  stage: 'full',
  person: personOf(role),
  display: null,
  passwordExpiresAt: null,
  warnings: [],
  offers: { setUp: false, singleSignOn: false },
});

export type Call = { method: string; path: string; body: unknown };
type Answerer = (call: Call) => { status?: number; body?: unknown };

/** The server as a screen sees it: what was asked, and what it says to it. */
export function stubServer(answer: Answerer): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', async (path: string, options: RequestInit = {}) => {
    const call: Call = { method: options.method ?? 'GET', path, body: options.body };
    calls.push(call);
    const { status = 200, body } = answer(call);
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  });
  return calls;
}

export const show = (element: ReactElement, language: 'vi' | 'en' = 'vi') =>
  render(<I18nextProvider i18n={createWords([], language)}>{element}</I18nextProvider>);
