import { type DestinationStream, type LoggerOptions, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';
import { redactFields, redactText } from './redaction.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';
export type Logger = PinoLogger;

export type LoggerParts = {
  level: LogLevel;
  /** Where the lines go: one JSON object a line. Unset: standard output. */
  destination?: DestinationStream;
};

/**
 * The server's logger: JSON lines with time (ISO 8601, UTC), level, fields and message. Whatever is handed in, fields, bindings of
 * a child and message alike, passes the redaction first: no password, token, cookie or signature is written, and no input can
 * start a line of its own (ASVS 5.0, 16.4.1). A part's own logger is `logger.child({ part: 'store' })`.
 */
export function createLogger({ level, destination }: LoggerParts): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: redactFields,
    },
    hooks: {
      logMethod(args, method) {
        const [first] = args as unknown[];
        // Of a bare error Pino would take the message as it stands.
        const given = first instanceof Error && args.length === 1 ? [{ err: first }, first.message] : args;
        method.apply(this, given.map((arg) => (typeof arg === 'string' ? redactText(arg) : arg)) as typeof args);
      },
    },
  };
  const logger = destination ? pino(options, destination) : pino(options);
  // Pino formats the bindings of its root alone: a child's are redacted before it gets them. Children inherit this from the root.
  const makeChild = logger.child;
  logger.child = function (this: Logger, bindings, childOptions) {
    return makeChild.call(this, redactFields(bindings), childOptions);
  } as typeof logger.child;
  return logger;
}
