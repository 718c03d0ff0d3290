/** No message of ours is deeper. JSON nested without end is written to exhaust whoever walks through it. */
const MAX_DEPTH = 32;
/** Names that lead out of an object into what all objects share. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether parsed JSON is deeper than any message of ours. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth >= MAX_DEPTH || Object.values(value).some((inner) => isTooDeep(inner, depth + 1));
}

/** Whether parsed JSON is what it seems: not too deep, no name that reaches a prototype, no text that PostgreSQL cannot hold. */
export function isPlain(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return !/[\0\p{Surrogate}]/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= MAX_DEPTH) return false;
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depth + 1));
  return Object.entries(value).every(([name, item]) => !FORBIDDEN.has(name) && isPlain(item, depth + 1));
}
