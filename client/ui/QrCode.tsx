import { encode } from 'uqr';

/** A QR code is dark on light in every room, with four modules of margin (ISO/IEC 18004): cameras read no other. `name`: for who hears it. */
export function QrCode({ text, name, className }: { text: string; name: string; className: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg className={className} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={name} shapeRendering="crispEdges">
      <path fill="#ffffff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#000000" d={dark} />
    </svg>
  );
}
