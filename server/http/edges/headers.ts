import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

/** Everything comes from ourselves, nothing inline, nobody frames us (SEC14). */
const CONTENT_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'worker-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'media-src': ["'self'"],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'object-src': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** What a wall or a desk never asks of the machine that it runs on. A wall is full screen and keeps its panel awake: those two are ours. */
const PERMISSIONS = [
  ...['accelerometer', 'autoplay', 'browsing-topics', 'camera', 'display-capture', 'encrypted-media', 'geolocation'],
  ...[
    'gyroscope',
    'hid',
    'idle-detection',
    'local-fonts',
    'magnetometer',
    'microphone',
    'midi',
    'payment',
    'serial',
    'usb',
    'xr-spatial-tracking',
  ],
]
  .map((feature) => `${feature}=()`)
  .concat('fullscreen=(self)', 'screen-wake-lock=(self)')
  .join(', ');

const YEAR_S = 365 * 24 * 3600;

const byHelmet = helmet({
  contentSecurityPolicy: { useDefaults: false, directives: CONTENT_POLICY },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  referrerPolicy: { policy: 'no-referrer' },
  frameguard: { action: 'deny' },
  // Said below, and only of a connection that has it.
  strictTransportSecurity: false,
});

/** Content by its own hash, and the map: the rest is somebody's, and stays in no cache unless its route says otherwise. */
const CACHEABLE = /^\/(assets|map)\//;

/** Puts on an answer, before anything is known of it, what must stand on every one. */
export function setSecurityHeaders(request: IncomingMessage, response: ServerResponse, isSecure: boolean): void {
  byHelmet(request, response, (error) => {
    if (error) throw error;
  });
  response.setHeader('Permissions-Policy', PERMISSIONS);
  if (isSecure) response.setHeader('Strict-Transport-Security', `max-age=${YEAR_S}`);
  if (!CACHEABLE.test(request.url ?? '')) response.setHeader('Cache-Control', 'no-store');
}

/** The same for what Node answers before there is a request: bytes that are no HTTP, too many headers, a head that took too long. */
export const BARE_HEADERS = [
  `Content-Security-Policy: ${Object.entries(CONTENT_POLICY)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join(';')}`,
  'X-Content-Type-Options: nosniff',
  'Cross-Origin-Opener-Policy: same-origin',
  'Cache-Control: no-store',
].join('\r\n');
