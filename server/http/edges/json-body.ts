import express, { type RequestHandler } from 'express';
import { isPlain } from '../../domain/network/plain-json.ts';

const refusal = (status: 400 | 415, message: string): Error => Object.assign(new Error(message), { status });

/**
 * Reads a JSON body into `request.body`: UTF-8, an object or a list, no deeper than 32, none of the names that reach a prototype, no text with a NUL.
 * Anything else is a 400; another type of content is a 415, so that no form of a foreign page is ever read (SEC10, SEC13).
 */
export function readJson(limitBytes: number): RequestHandler {
  const parse = express.json({
    limit: limitBytes,
    strict: true,
    inflate: false,
    type: 'application/json',
    verify: (_request, _response, bytes) => {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    },
  });
  return (request, response, next) => {
    // Whoever read it before has its own rules.
    if (request.body !== undefined || !hasBody(request.headers)) return next();
    if (!request.is('application/json')) return next(refusal(415, 'send application/json'));
    parse(request, response, (error?: unknown) => {
      // What is no UTF-8 is not forbidden (403, as the parser has it), it is wrong.
      if (error) return next(isNoText(error) ? refusal(400, 'the body is not UTF-8') : error);
      next(isPlain(request.body) ? undefined : refusal(400, 'the body has a name or a text that is never right, or is too deep'));
    });
  };
}

const isNoText = (error: unknown): boolean => error instanceof Error && 'type' in error && error.type === 'entity.verify.failed';

const hasBody = (headers: Record<string, unknown>): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] !== undefined && headers['content-length'] !== '0');
