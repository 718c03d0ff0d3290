import type { ClientEvents } from '../../shared/contract/socket.ts';
import type { Action } from '../../shared/rules/rights.ts';

/** What each event of a client asks for; an event without a row does not exist (SEC6). */
export const EVENT_ACTIONS: Readonly<Record<keyof ClientEvents, Exclude<Action, 'entry:read'>>> = {
  'range:read': 'stream:join',
  'clock:ping': 'stream:join',
  'glass:report': 'glass:report',
};

export const isClientEvent = (name: unknown): name is keyof ClientEvents => typeof name === 'string' && Object.hasOwn(EVENT_ACTIONS, name);
