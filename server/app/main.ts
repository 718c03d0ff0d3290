import { readConfiguration } from './configuration.ts';
import { superviseParent } from './parent.ts';
import { startServer } from './server.ts';

/** The process: reads the environment, starts everything, prints where to look, and ends in order on the first signal. */
try {
  const configuration = readConfiguration(process.env);
  const server = await startServer(configuration);
  for (const line of server.banner) process.stdout.write(`${line}\n`);

  let ending = false;
  const end = (reason: string): void => {
    if (ending) return;
    ending = true;
    process.stdout.write(`\n${reason}\n`);
    // A part that hangs must not keep the machine's port and database.
    setTimeout(() => process.exit(1), 15_000).unref();
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => end('Đang dừng… / Stopping…'));
  process.on('SIGTERM', () => end('Đang dừng… / Stopping…'));
  superviseParent(() => end('Tiến trình gọi đã mất, đang dừng… / Parent is gone, stopping…'));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
