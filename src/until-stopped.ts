import type { Installation } from './installation.ts';

/**
 * Runs until SIGTERM or SIGINT, then stops in order and closes the installation; a second signal ends the process at once.
 * @param told settles when somebody else than the operator wants it to stop
 */
export async function untilStopped(
  installation: Installation,
  begin: () => Promise<{ stop(): Promise<void> }>,
  told?: Promise<void>,
): Promise<void> {
  let running: { stop(): Promise<void> } | undefined;
  const asked = new Promise<void>((resolve) => {
    let signals = 0;
    const stop = () => {
      signals += 1;
      if (signals > 1) process.exit(1);
      resolve();
    };
    process.on('SIGTERM', stop).on('SIGINT', stop);
    void told?.then(resolve);
  });
  try {
    running = await begin();
    await asked;
    installation.app.log.info('stopping');
  } finally {
    await running?.stop();
    await installation.close();
  }
  installation.app.log.info('stopped');
}
