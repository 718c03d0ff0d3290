import type { z } from 'zod';
import type { LinkIssued, NewPerson, PersonChange, PersonInvited, PersonListing } from '../../../../shared/contract/people.ts';
import { type Answer, exchange, type Refusal } from '../../../ui/desk/exchange.ts';
import { inWords } from '../../../ui/desk/refusal-words.ts';
import type { Translate } from '../../../ui/format.ts';

const ROOT = '/admin/v1/people';

export const invite = (person: z.input<typeof NewPerson>): Promise<Answer<PersonInvited>> =>
  exchange(ROOT, { method: 'POST', body: JSON.stringify(person) });
export const change = (id: string, what: z.input<typeof PersonChange>): Promise<Answer<PersonListing>> =>
  exchange(`${ROOT}/${id}`, { method: 'PATCH', body: JSON.stringify(what) });
export const resetLink = (id: string): Promise<Answer<LinkIssued>> => exchange(`${ROOT}/${id}/reset-link`, { method: 'POST', body: '{}' });
export const resetSecondFactor = (id: string): Promise<Answer<PersonListing>> =>
  exchange(`${ROOT}/${id}/reset-second-factor`, { method: 'POST', body: '{}' });

/** `code` of the server's problem, where it has one. */
export function codeOf({ body }: Refusal): string | null {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' ? body.code : null;
}

const OWN = ['taken', 'last-administrator', 'disabled'];

/** A refusal in the words of accounts where there are some (`t`), else in those of the administration (`shell`). */
export function refusalInWords(refusal: Refusal, t: Translate, shell: Translate): string {
  const code = codeOf(refusal);
  return code !== null && OWN.includes(code) ? t(`refused.${code}`) : inWords(refusal, shell);
}
