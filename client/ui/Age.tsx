import { ageInWords, spanInWords } from './format.ts';
import { useWords } from './words.ts';

/** How long ago, in words: "cách đây 4 phút", or "4 phút" in a column that says what it counts. `of` and `now` in epoch milliseconds. */
export function Age({ of, now, short = false }: { of: number; now: number; short?: boolean }) {
  const { t } = useWords();
  const age = Math.max(0, now - of);
  return <time dateTime={new Date(of).toISOString()}>{short ? spanInWords(age, t) : ageInWords(age, t)}</time>;
}
