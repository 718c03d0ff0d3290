import type { Callers } from '../../domain/access/ports.ts';
import { callerOf } from '../../domain/displays/caller.ts';
import type { DisplayTokens } from '../../domain/displays/ports.ts';
import { displayTokenOf } from './display-cookie.ts';

/** Displays as callers: by their cookie, and then as long as the same pairing stands. */
export function createDisplayCallers(tokens: Pick<DisplayTokens, 'holder' | 'standing'>): Callers {
  return {
    async of(cookies) {
      const token = displayTokenOf(cookies);
      const display = token === null ? null : await tokens.holder(token);
      return display && callerOf(display);
    },
    async again({ holds }) {
      if (holds.kind !== 'display') return null;
      const display = await tokens.standing(holds.id, holds.pairedAt);
      return display && callerOf(display);
    },
  };
}
