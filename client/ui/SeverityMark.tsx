export type Level = 1 | 2 | 3 | 4;

const SHAPES: Record<Level, { path: string; baseline: number }> = {
  1: { path: 'M10 0 20 10 10 20 0 10Z', baseline: 15 },
  2: { path: 'M10 0.5 20 19.5H0Z', baseline: 17.6 },
  3: { path: 'M1 1H19V19H1Z', baseline: 15 },
  4: { path: 'M10 0.5A9.5 9.5 0 1 1 10 19.5 9.5 9.5 0 1 1 10 0.5Z', baseline: 15 },
};

/** Shape, number and word say the same as the colour (ISA-101). `bare` leaves the word to who stands beside it, and to readers aloud. */
export function SeverityMark({ level, word, bare = false }: { level: Level; word: string; bare?: boolean }) {
  const { path, baseline } = SHAPES[level];
  return (
    <span className="mark">
      <svg viewBox="0 0 20 20" role="img" aria-label={word}>
        <path className={`mark--${level}`} d={path} />
        <text x="10" y={baseline}>
          {level}
        </text>
      </svg>
      {bare ? null : <span>{word}</span>}
    </span>
  );
}
