/** What a process under measurement can be asked, by name: one argument, one answer. */
export type Calls = { [name: string]: (argument: never) => unknown };
export type Question = { id: number; call: string; argument: unknown };
export type Answer = { id: number; value?: unknown; error?: string };

/** CPU of this process so far, microseconds of user and system time together. */
export const cpuMicros = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** The worker's side: answers its parent until the parent is gone, and ends with it. */
export function answer(calls: Calls): void {
  process.on('message', ({ id, call, argument }: Question) => {
    const asked = calls[call] as ((argument: unknown) => unknown) | undefined;
    Promise.resolve()
      .then(() => {
        if (!asked) throw new Error(`nobody answers to ${call}`);
        return asked(argument);
      })
      .then(
        (value) => process.send?.({ id, value } satisfies Answer),
        (error: unknown) =>
          process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies Answer),
      );
  });
  // Leaves through exit, so that a profile is written.
  process.on('disconnect', () => process.exit(0));
  process.on('SIGTERM', () => process.exit(0));
}
