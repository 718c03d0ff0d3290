import { LINK_PURPOSES, type LinkPurpose, type SessionState, SSO_FAILURES } from '../../../shared/contract/session.ts';
import type { Role } from '../../../shared/model/vocabulary.ts';
import { RIGHTS } from '../../../shared/rules/rights.ts';

export type Link = { purpose: LinkPurpose; token: string };

/** What the page asks for now. Each step carries what only it knows. */
export type Step =
  | { kind: 'sign-in'; notice: 'lost' | 'signed-out' | 'sso-unknown' | 'sso-failed' | null }
  | { kind: 'set-up'; token: string }
  | { kind: 'link'; purpose: 'invite' | 'reset'; token: string }
  | { kind: 'totp' }
  | { kind: 'recovery' }
  | { kind: 'enrol' }
  | { kind: 'codes'; codes: string[]; after: SessionState }
  | { kind: 'expired' }
  /** By choice: another password, and the proof before another second factor. */
  | { kind: 'change' }
  | { kind: 'prove' }
  | { kind: 'in' };

/** What the stage of the session asks for. */
export function stepOf({ stage }: Pick<SessionState, 'stage'>): Step {
  switch (stage) {
    case null:
      return { kind: 'sign-in', notice: null };
    case 'totp':
      return { kind: 'totp' };
    case 'enrol':
      return { kind: 'enrol' };
    case 'password':
      return { kind: 'expired' };
    case 'full':
      return { kind: 'in' };
  }
}

/** A link that was opened comes before whatever session this browser has. */
export const stepOfLink = ({ purpose, token }: Link): Step =>
  purpose === 'setup' ? { kind: 'set-up', token } : { kind: 'link', purpose, token };

/**
 * The one-time token behind the `#`, which browsers never send. It leaves the address bar, and with it the history, at once.
 * null: no link was opened.
 */
export function takeLink(location: Location, history: History): Link | null {
  const behind = new URLSearchParams(location.hash.slice(1));
  for (const purpose of LINK_PURPOSES) {
    const token = behind.get(purpose);
    if (token) {
      history.replaceState(null, '', location.pathname);
      return { purpose, token };
    }
  }
  return null;
}

/** How single sign-on came back without signing anybody in; null: it was not asked. */
export function ssoFailureOf(search: string): Extract<Step, { kind: 'sign-in' }>['notice'] {
  const failure = SSO_FAILURES.find((known) => known === new URLSearchParams(search).get('sso'));
  return failure ? `sso-${failure}` : null;
}

/** Where a page of ours sent somebody here from; null: nowhere, or not a page of ours. */
export function nextOf(search: string): string | null {
  const next = new URLSearchParams(search).get('next');
  // One slash, then a letter: `//elsewhere` and `/\\elsewhere` are other hosts to a browser.
  return next !== null && /^\/[a-z][\w/#-]*$/i.test(next) ? next : null;
}

/** Where a person's work is. */
export function homeOf(role: Role): string {
  if (role === 'administrator') return '/admin';
  if (role === 'auditor') return '/admin/audit';
  return RIGHTS[role].may['wall:read'] === undefined ? '/wall' : '/desk/wall';
}
