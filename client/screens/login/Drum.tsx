/**
 * The face of a Đông Sơn drum in hairlines, drawn from its geometry alone: the star of fourteen rays, rings of teeth, tangent
 * circles and steps. It is an instrument dial two thousand years old; here it only keeps the page company.
 */
const RAYS = 14;

const at = (radius: number, turn: number): string => {
  const angle = (turn - 0.25) * 2 * Math.PI;
  return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
};
const every = (count: number, draw: (turn: number, step: number) => string): string =>
  Array.from({ length: count }, (_, i) => draw(i / count, 1 / count)).join('');

const star = `M${Array.from({ length: RAYS }, (_, i) => `${at(88, i / RAYS)}L${at(30, (i + 0.5) / RAYS)}`).join('L')}Z`;
/** Between the rays: nested chevrons, as peacock feathers stand on the drum. */
const feathers = every(RAYS, (turn, step) =>
  [50, 62, 74]
    .map((radius) => `M${at(radius + 10, turn + step * 0.28)}L${at(radius, turn + step / 2)}L${at(radius + 10, turn + step * 0.72)}`)
    .join(''),
);
const teeth = (inner: number, outer: number, count: number): string => every(count, (turn) => `M${at(inner, turn)}L${at(outer, turn)}`);
const saw = (inner: number, outer: number, count: number): string =>
  `M${Array.from({ length: count }, (_, i) => `${at(inner, i / count)}L${at(outer, (i + 0.5) / count)}`).join('L')}Z`;
const circlesOn = (middle: number, radii: readonly number[], count: number): string =>
  every(count, (turn) => radii.map((r) => `M${at(middle, turn)}m${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`).join(''));
/** Circles on a ring, each tied to the next from its outside to the other's inside. */
const tangents = (middle: number, size: number, count: number): string =>
  every(count, (turn, step) => `M${at(middle + size, turn + step * 0.12)}L${at(middle - size, turn + step * 0.88)}`);

const BOUNDS = [92, 104, 112, 128, 140, 188, 200, 216, 228, 268, 280, 292, 308, 316];

export function Drum() {
  return (
    <svg className="login-drum" viewBox="-320 -320 640 640" aria-hidden="true">
      {BOUNDS.map((radius) => (
        <circle key={radius} r={radius} />
      ))}
      <circle r="14" />
      <path d={star} />
      <path d={feathers} />
      <path d={teeth(92, 104, 112)} />
      <path d={circlesOn(120, [5.5, 2], 48)} />
      <path d={tangents(120, 5.5, 48)} />
      <path d={teeth(128, 140, 144)} />
      <path d={saw(146, 182, 56)} />
      <path d={saw(140, 176, 56)} />
      <path d={teeth(188, 200, 196)} />
      <path d={circlesOn(208, [6, 2.2], 72)} />
      <path d={tangents(208, 6, 72)} />
      <path d={teeth(216, 228, 224)} />
      <path d={saw(234, 262, 84)} />
      <path d={teeth(268, 280, 280)} />
      <path d={circlesOn(300, [4.5], 112)} />
      <path d={tangents(300, 4.5, 112)} />
    </svg>
  );
}
