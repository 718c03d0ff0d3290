/** What can be undone and done again: the newest first on both sides. */
export type History<T> = { past: readonly T[]; present: T; future: readonly T[] };

/** Steps that are kept; a scene is a few kilobytes. */
const STEPS_MAX = 200;

export const begin = <T>(present: T): History<T> => ({ past: [], present, future: [] });

/** `present` again changes nothing. */
export const changed = <T>(history: History<T>, next: T): History<T> =>
  next === history.present ? history : { past: [history.present, ...history.past].slice(0, STEPS_MAX), present: next, future: [] };

export function undone<T>({ past, present, future }: History<T>): History<T> {
  const [before, ...rest] = past;
  return past.length === 0 ? { past, present, future } : { past: rest, present: before as T, future: [present, ...future] };
}

export function redone<T>({ past, present, future }: History<T>): History<T> {
  const [after, ...rest] = future;
  return future.length === 0 ? { past, present, future } : { past: [present, ...past], present: after as T, future: rest };
}
