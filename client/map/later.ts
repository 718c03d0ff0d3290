/** Does something after so many milliseconds; returns how to let it be. Handed in, so that a test need not wait. */
export type Later = (action: () => void, ms: number) => () => void;

export const later: Later = (action, ms) => {
  const timer = setTimeout(action, ms);
  return () => clearTimeout(timer);
};
