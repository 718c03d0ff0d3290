import { IngestAnswer, type IngestSurface, Problem } from '../../../shared/contract/ingest.ts';
import type { SignedDelivery } from './sign.ts';

/** What came back: the outcome of each item, a problem with the whole, or nothing that this page knows. */
export type Exchange = { delivery: SignedDelivery; status: number } & (
  | { kind: 'answer'; answer: IngestAnswer }
  | { kind: 'problem'; problem: Problem }
  | { kind: 'other'; text: string }
);

/** @throws TypeError when the server cannot be reached. */
export async function exchange(
  origin: string,
  surface: IngestSurface,
  token: string,
  delivery: SignedDelivery,
  language: string,
): Promise<Exchange> {
  const response = await fetch(`${origin}/ingest/v1/${surface}`, {
    method: 'POST',
    headers: { ...delivery.headers, authorization: `Bearer ${token.trim()}`, 'content-type': delivery.type, 'accept-language': language },
    body: delivery.body,
    credentials: 'omit',
  });
  const text = await response.text();
  const came = { delivery, status: response.status };
  const answer = IngestAnswer.safeParse(jsonOf(text));
  if (answer.success) return { ...came, kind: 'answer', answer: answer.data };
  const problem = Problem.safeParse(jsonOf(text));
  return problem.success ? { ...came, kind: 'problem', problem: problem.data } : { ...came, kind: 'other', text: text.slice(0, 2000) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
