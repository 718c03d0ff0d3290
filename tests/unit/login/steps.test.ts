import { describe, expect, it } from 'vitest';
import { ownFaults } from '../../../client/screens/login/NewPasswordInput.tsx';
import { homeOf, nextOf, ssoFailureOf, stepOf, stepOfLink } from '../../../client/screens/login/steps.ts';
import { daysBetween, warningInWords } from '../../../client/screens/login/warnings.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { ROLES } from '../../../shared/model/vocabulary.ts';

const at = (iso: string) => epochMs(Date.parse(iso));

describe('LOGIN2 the page asks for what the session lacks', () => {
  it.each([
    [null, 'sign-in'],
    ['totp', 'totp'],
    ['enrol', 'enrol'],
    ['password', 'expired'],
    ['full', 'in'],
  ] as const)('at stage %s: %s', (stage, kind) => {
    expect(stepOf({ stage }).kind).toBe(kind);
  });
  it('opens each link at its own form', () => {
    expect(stepOfLink({ purpose: 'setup', token: 't' })).toEqual({ kind: 'set-up', token: 't' });
    expect(stepOfLink({ purpose: 'reset', token: 't' })).toEqual({ kind: 'link', purpose: 'reset', token: 't' });
    expect(stepOfLink({ purpose: 'invite', token: 't' })).toEqual({ kind: 'link', purpose: 'invite', token: 't' });
  });
  it('sends everybody to their work', () => {
    expect(Object.fromEntries(ROLES.map((role) => [role, homeOf(role)]))).toMatchObject({
      administrator: '/admin',
      auditor: '/admin/audit',
      'duty-officer': '/desk/wall',
      leader: '/desk/wall',
      'handling-unit': '/wall',
    });
  });
  it.each([
    ['?next=/admin/people', '/admin/people'],
    ['?next=/wall', '/wall'],
    ['', null],
    ['?next=https://elsewhere.example/', null],
    ['?next=//elsewhere.example', null],
    ['?next=/\\elsewhere.example', null],
    ['?next=/%09/elsewhere.example', null],
    ['?next=javascript:alert(1)', null],
  ])('goes on to a page of ours only: %s', (search, next) => {
    expect(nextOf(search)).toBe(next);
  });
  it('says how single sign-on came back, and nothing of what it does not know', () => {
    expect(ssoFailureOf('?sso=unknown')).toBe('sso-unknown');
    expect(ssoFailureOf('?sso=failed')).toBe('sso-failed');
    expect(ssoFailureOf('?sso=anything')).toBeNull();
  });
});

describe('LOGIN6 days until a password expires are midnights of Việt Nam', () => {
  it.each([
    ['2026-11-22T10:00:00+07:00', '2026-11-28T09:00:00+07:00', 6],
    ['2026-11-22T23:59:00+07:00', '2026-11-23T00:01:00+07:00', 1],
    ['2026-11-22T00:01:00+07:00', '2026-11-22T23:59:00+07:00', 0],
    ['2026-11-22T16:59:00Z', '2026-11-22T17:01:00Z', 1],
  ])('%s to %s: %i', (from, to, days) => {
    expect(daysBetween(Date.parse(from), Date.parse(to))).toBe(days);
  });
  it('the day itself is told by the hour', () => {
    const said = (kind: string, values?: object) => `${kind} ${JSON.stringify(values)}`;
    const now = Date.parse('2026-11-28T08:00:00+07:00');
    expect(warningInWords({ kind: 'password-expires', at: at('2026-11-28T14:05:00+07:00') }, now, said, 'vi')).toBe(
      'warning.passwordToday {"time":"14:05"}',
    );
    expect(warningInWords({ kind: 'password-expires', at: at('2026-12-02T14:05:00+07:00') }, now, said, 'vi')).toBe(
      'warning.password {"days":4,"date":"02/12/2026"}',
    );
  });
});

describe('LOGIN4 a password is counted as people count it', () => {
  it('by letters with their marks, however the keyboard composed them', () => {
    expect(ownFaults('mười hai chữ')).toEqual([]);
    expect(ownFaults('mười hai chữ'.normalize('NFD'))).toEqual([]);
    expect(ownFaults('mười một ch')).toEqual(['too-short']);
    expect(ownFaults('mười một ch'.normalize('NFD'))).toEqual(['too-short']);
  });
});
