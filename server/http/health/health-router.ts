import { Router } from 'express';

export type Health = {
  /** Why the node cannot serve now, by part; empty: it can. */
  problems: () => string[];
  metrics: { contentType: string; text: () => Promise<string> };
};

/** `GET /live`: the process answers. `GET /ready`: it can do its work, or it says what is missing. `GET /metrics`: Prometheus, to this machine only. */
export function createHealthRouter({ problems, metrics }: Health): Router {
  const router = Router();
  router.get('/live', (_, response) => void response.json({ live: true }));
  router.get('/ready', (_, response) => {
    const missing = problems();
    response.status(missing.length === 0 ? 200 : 503).json({ ready: missing.length === 0, problems: missing });
  });
  router.get('/metrics', async (request, response) => {
    if (!isLoopback(request.socket.remoteAddress) || FORWARDED.some((name) => name in request.headers)) {
      response.status(403).type('application/problem+json').json({ title: 'Figures are for this machine only', status: 403 });
      return;
    }
    response.type(metrics.contentType).send(await metrics.text());
  });
  return router;
}

/** A proxy on this machine connects from it for everyone: what it passes on is not this machine's own question. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** Of the connection itself: a forwarded header is only what somebody says. */
const isLoopback = (address: string | undefined): boolean => address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
