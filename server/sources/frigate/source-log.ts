type Write = (fields: Record<string, unknown>, message: string) => void;

/** The part of the server's logger that a source writes to. */
export type SourceLog = { info: Write; warn: Write; error: Write };
