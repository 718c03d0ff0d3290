import type { RequestHandler } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Edge } from '../../domain/network/edge.ts';

/** Requests a minute from one address, by what they are. A whole office may stand behind one address. */
export const LIMITS_PER_MINUTE = {
  /** Pages, their files, ranges of the map. */
  page: 12_000,
  read: 3_000,
  change: 600,
  /** What is refused for want of a session or a right: nobody at a desk is, so often. */
  refused: 300,
} as const;
export type LimitClass = keyof typeof LIMITS_PER_MINUTE;

/** Addresses remembered of a class; past that strangers share one count, so that memory has a bound whoever comes. */
const MAX_ADDRESSES = 20_000;
const WINDOW_S = 60;

export type RateLimitParts = {
  edge: Pick<Edge, 'addressOf'>;
  limits?: Partial<Record<LimitClass, number>>;
  maxAddresses?: number;
};

/** Answers 429 with `Retry-After` past a limit, each node by itself. Publishers have limits of their own, by source (LOAD1). */
export function createRateLimits({ edge, limits = {}, maxAddresses = MAX_ADDRESSES }: RateLimitParts): RequestHandler {
  const made = (name: LimitClass) =>
    boundedLimiter(new RateLimiterMemory({ points: limits[name] ?? LIMITS_PER_MINUTE[name], duration: WINDOW_S }), maxAddresses);
  const limiters: Record<LimitClass, BoundedLimiter> = {
    page: made('page'),
    read: made('read'),
    change: made('change'),
    refused: made('refused'),
  };
  return async (request, response, next) => {
    if (SUPERVISION.test(request.path)) return next();
    const network = networkOf(edge.addressOf(request));
    const refused = await limiters.refused.blocked(network);
    const wait = refused ?? (INGEST.test(request.path) ? null : await limiters[classOf(request.method, request.path)].take(network));
    if (wait !== null) {
      response
        .status(429)
        .set({ 'Retry-After': String(Math.max(1, Math.ceil(wait / 1000))), 'Cache-Control': 'no-store' })
        .type('application/problem+json')
        .json({ title: 'Quá nhiều yêu cầu, vui lòng thử lại sau · Too many requests; try again later', status: 429 });
      return;
    }
    response.once('finish', () => {
      if (response.statusCode === 401 || response.statusCode === 403) void limiters.refused.take(network);
    });
    next();
  };
}

const SUPERVISION = /^\/(live|ready|metrics)$/;
const INGEST = /^\/ingest\/v1\//;
const PAGE = /^\/(assets\/|map\/|$|[^/]*$)/;

const classOf = (method: string, path: string): LimitClass => {
  if (method !== 'GET' && method !== 'HEAD') return 'change';
  return PAGE.test(path) ? 'page' : 'read';
};

/** Who holds one IPv6 address holds the whole /64: they count together. */
const networkOf = (address: string): string => (address.includes(':') ? address.split(':').slice(0, 4).join(':') : address);

type BoundedLimiter = {
  /** Counts one; milliseconds to wait when that is too many, else null. */
  take(key: string): Promise<number | null>;
  /** The same without counting. */
  blocked(key: string): Promise<number | null>;
};

function boundedLimiter(limiter: RateLimiterMemory, maxKeys: number): BoundedLimiter {
  const until = new Map<string, number>();
  const known = (key: string): string => {
    const now = Date.now();
    if ((until.get(key) ?? 0) > now) return key;
    if (until.size >= maxKeys) {
      // In the order of their first request, which is the order in which they end.
      for (const [old, end] of until) {
        if (end > now) break;
        until.delete(old);
      }
      if (until.size >= maxKeys) return 'others';
    }
    until.delete(key);
    until.set(key, now + WINDOW_S * 1000);
    return key;
  };
  return {
    async take(key) {
      try {
        await limiter.consume(known(key));
        return null;
      } catch (over) {
        if (over instanceof RateLimiterRes) return over.msBeforeNext;
        throw over;
      }
    },
    async blocked(key) {
      const so = await limiter.get(until.has(key) || until.size < maxKeys ? key : 'others');
      return so && so.consumedPoints > limiter.points ? so.msBeforeNext : null;
    },
  };
}
