const PATHS = {
  clock: 'M10 2A8 8 0 1 1 10 18 8 8 0 1 1 10 2M10 5.5V10.5L13 12.5',
  cut: 'M1 10H7M13 10H19M7 5V15M13 5V15',
  wrong: 'M10 3V12M10 16.5V17',
  up: 'M10 17V3M4.5 8.5 10 3 15.5 8.5',
  down: 'M10 3V17M4.5 11.5 10 17 15.5 11.5',
  flat: 'M3 10H17',
} as const;

export function Glyph({ name, word }: { name: keyof typeof PATHS; word?: string }) {
  return word === undefined ? (
    <svg className="symbol" viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  ) : (
    <svg className="symbol" viewBox="0 0 20 20" role="img" aria-label={word}>
      <path d={PATHS[name]} />
    </svg>
  );
}
