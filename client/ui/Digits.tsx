/**
 * Figures that do not dance: the web files of Be Vietnam Pro carry no `tnum` feature (its digits are 0.39 to 0.71 em wide),
 * so each digit stands in a cell of its own.
 */
export function Digits({ text }: { text: string }) {
  return (
    <span className="digits" role="img" aria-label={text}>
      {Array.from(text, (character, place) =>
        /\d/.test(character) ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a digit is known by its place
          <i key={place}>{character}</i>
        ) : (
          character
        ),
      )}
    </span>
  );
}
