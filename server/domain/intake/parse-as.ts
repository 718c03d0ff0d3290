import type { z } from 'zod';
import { ok, type Result } from '../../../shared/model/result.ts';
import type { Rejection } from './ports.ts';
import { pointerTo, rejected } from './rejection.ts';

const MOST_ISSUES = 5;

/** A value by its schema, or the first things that are wrong with it, the first with its place. */
export function parseAs<S extends z.ZodType>(schema: S, raw: unknown): Result<z.output<S>, Rejection> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return ok(parsed.data);
  const issues = parsed.error.issues.slice(0, MOST_ISSUES);
  const first = issues[0];
  const pointer = first?.code === 'unrecognized_keys' ? pointerTo([...first.path, first.keys[0] ?? '']) : pointerTo(first?.path ?? []);
  const others = issues.slice(1).map(({ path, message }) => `; ${pointerTo(path)}: ${message}`);
  return rejected('schema', pointer, `${first?.message ?? 'not what the schema asks for'}${others.join('')}`);
}
