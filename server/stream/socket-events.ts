import { type ClientEvents, GlassReport, RangeRequest, type ServerEvents } from '../../shared/contract/socket.ts';
import { type EpochMs, seq } from '../../shared/model/ids.ts';
import { can } from '../../shared/rules/access.ts';
import type { Audit, Caller } from '../domain/access/ports.ts';
import type { CatchUp, GatewaySocket } from './catch-up.ts';
import type { DisplayPresence } from './display-presence.ts';
import { EVENT_ACTIONS, isClientEvent } from './event-actions.ts';
import type { GlassLedger } from './glass-ledger.ts';
import { createMessageQuota, type SocketLimits } from './socket-limits.ts';

export type SocketEvents = {
  /** Takes a socket's events: each within its limits, each asked for its right, each parsed before it does anything. */
  listen(socket: GatewaySocket): void;
  /** Somebody asked for what is not theirs: it stands in the audit. */
  denied(caller: Caller, action: string, subject: string): void;
};

type Parts = {
  limits: SocketLimits;
  glass: GlassLedger;
  catchUp: CatchUp;
  refuse(socket: GatewaySocket, refusal: Parameters<ServerEvents['session:refused']>[0]): void;
  audit: Audit;
  seen?: (display: string, at: EpochMs) => void;
  /** What is known of displays from second to second, for all nodes. */
  presence?: DisplayPresence;
  clock: () => EpochMs;
  log: { warn(data: object, message: string): void };
};

export function createSocketEvents({ limits, glass, catchUp, refuse, audit, seen, presence, clock, log }: Parts): SocketEvents {
  const quota = createMessageQuota(limits);

  function denied({ principal }: Caller, action: string, subject: string): void {
    audit
      .record({
        actor: principal.id,
        actorName: principal.name,
        action,
        subject: { kind: 'socket-event', id: subject },
        outcome: 'denied',
      })
      .catch((error: unknown) => log.warn({ err: error, principal: principal.id, subject }, 'a refusal could not be audited'));
  }

  /** What speaks against an event; null: nothing. */
  function objection(socket: GatewaySocket, event: unknown): Parameters<ServerEvents['session:refused']>[0] | null {
    const { caller } = socket.data;
    const broken = quota.broken(event, socket.id, caller.principal.id, clock());
    if (broken) return { code: 'flooding', message: broken };
    if (isClientEvent(event) && can(caller.principal, EVENT_ACTIONS[event])) return null;
    // A name that somebody made up goes into the audit, cut to what a name may be.
    const name = String(event).slice(0, 100);
    denied(caller, isClientEvent(event) ? EVENT_ACTIONS[event] : 'event:send', name);
    return { code: 'forbidden', message: `${name}: there is no such event for this account` };
  }

  const displayOf = ({ data: { caller } }: GatewaySocket): string | null => (caller.holds.kind === 'display' ? caller.holds.id : null);
  const signOfLife = (socket: GatewaySocket): void => {
    const display = displayOf(socket);
    if (display === null) return;
    const now = clock();
    seen?.(display, now);
    presence?.alive(display, socket.id, now);
  };

  const answers: { [E in keyof ClientEvents]: (socket: GatewaySocket, ...said: Parameters<ClientEvents[E]>) => void } = {
    'clock:ping'(_socket, _request, answer) {
      if (typeof answer === 'function') answer({ serverTime: clock() });
    },
    'range:read'(socket, request, answer) {
      if (typeof answer !== 'function') return;
      const parsed = RangeRequest.safeParse(request);
      if (!parsed.success) return answer({ error: 'range:read wants {from: number}' });
      const after = seq(Math.max(0, parsed.data.from - 1));
      const rest = catchUp.rest(socket.data.view, after);
      if (rest) return answer({ bytes: rest });
      answer({ snapshot: true });
      catchUp.fresh(socket, 'lagging', after);
    },
    'glass:report'(socket, report) {
      const parsed = GlassReport.safeParse(report);
      if (!parsed.success) {
        return refuse(socket, { code: 'malformed', message: `glass:report: ${parsed.error.issues[0]?.message ?? 'malformed'}` });
      }
      const now = clock();
      glass.report(socket.id, parsed.data, now);
      const display = displayOf(socket);
      if (display !== null) presence?.reported(display, socket.id, parsed.data, now);
      signOfLife(socket);
    },
  };

  return {
    listen(socket) {
      socket.use(([event], next) => {
        const refusal = socket.connected ? objection(socket, event) : null;
        if (refusal) refuse(socket, refusal);
        else if (socket.connected) next();
      });
      socket.on('clock:ping', (...said) => answers['clock:ping'](socket, ...said));
      socket.on('range:read', (...said) => answers['range:read'](socket, ...said));
      socket.on('glass:report', (...said) => answers['glass:report'](socket, ...said));
      const display = displayOf(socket);
      if (display !== null) {
        presence?.came(display, socket.id, clock());
        // A page that is closed on purpose says so; what breaks off says nothing.
        socket.on('disconnect', (reason) => presence?.left(display, socket.id, clock(), reason === 'client namespace disconnect'));
      }
      signOfLife(socket);
      socket.conn.on('heartbeat', () => signOfLife(socket));
    },
    denied,
  };
}
