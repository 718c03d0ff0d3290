import type { Grant } from './ports.ts';

export type Grants = Grant & { disabled: boolean };

/** The one that ends sessions; the others have them seen anew. */
export const ENDS_ACCESS = 'disabled';

/** What of a person's account changes, by name. Areas are a set: their order says nothing. */
export function grantsChanged(before: Grants, after: Grants): (keyof Grants)[] {
  const fields = ['name', 'role', 'unit', 'areas', 'oidcSubject', 'disabled'] as const;
  return fields.filter((field) => worded(before[field]) !== worded(after[field]));
}

const worded = (value: string | readonly string[] | boolean | null): string =>
  JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
