import express, { type Request, type Response } from 'express';
import { isTooDeep } from '../../domain/network/plain-json.ts';

const MAX_BYTES = 4 * 1024 * 1024;
const readBytes = express.raw({ type: () => true, limit: MAX_BYTES });

export type Row = { value: unknown; body: Uint8Array };

const refusal = (message: string): Error => Object.assign(new Error(message), { status: 400 });

/**
 * The rows of a request: one JSON value, the elements of an array, or the lines of NDJSON; none of an empty body. `raw`: the
 * whole body as one row, whatever it is.
 * @throws an error with `status` 400 or 413.
 */
export async function readRows(req: Request, res: Response, { raw = false } = {}): Promise<Row[]> {
  const body = await new Promise<Uint8Array>((resolve, reject) => {
    readBytes(req, res, (error: unknown) => {
      if (error) reject(error);
      else resolve(Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0));
    });
  });
  if (body.byteLength === 0) return [];
  if (raw) return [{ value: undefined, body }];
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw refusal('the body is not UTF-8');
  }
  if (req.is('application/x-ndjson')) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return lines.map((line, index) => row(parsed(line, `line ${index + 1}`)));
  }
  const value = parsed(text, 'the body');
  return Array.isArray(value) ? value.map(row) : [row(value)];
}

const row = (value: unknown): Row => ({ value, body: new TextEncoder().encode(JSON.stringify(value)) });

function parsed(text: string, what: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refusal(`${what} is not JSON`);
  }
  if (isTooDeep(value)) throw refusal(`${what} is nested too deep`);
  return value;
}
