import { loadConfig } from '../platform/config.ts';
import type { Config } from '../platform/config.ts';
import { EmbeddedPostgresRefusal } from '../platform/embedded-postgres.ts';
import { isDatabaseUnavailable } from '../platform/database.ts';
import { AppError, OperatorError } from '../platform/errors.ts';
import type { ErrorCode } from '../platform/errors.ts';
import { openInstallation, requireSchema } from '../installation.ts';
import type { Installation } from '../installation.ts';
import { tellFault, tellProblem } from '../../sdk/cli/src/index.ts';
import { createOutput, tell } from './terminal.ts';

/** Exit codes that scripts rely on: 2 usage, 3 not allowed, 4 not found, 5 try again; 1 is a fault of ours. */
const EXIT_CODES: Partial<Record<ErrorCode, number>> = {
  forbidden: 3,
  not_found: 4,
  unavailable: 5,
  in_progress: 5,
};

/** Tells an error in one line. @returns the exit code that goes with it */
export function tellError(error: unknown): number {
  const problem = tellProblem(error);
  if (problem !== undefined) return problem;
  if (error instanceof OperatorError || error instanceof EmbeddedPostgresRefusal) {
    tell(error.message);
    return 2;
  }
  if (error instanceof AppError) {
    for (const finding of error.findings) tell(finding.message);
    return EXIT_CODES[error.code] ?? 2;
  }
  if (isDatabaseUnavailable(error)) {
    tell('The database is out of reach. Try again in a moment.');
    return 5;
  }
  return tellFault(error);
}

export type CommandContext = {
  config: Config;
  installation: Installation;
  output: ReturnType<typeof createOutput>;
};

/**
 * Runs a command on the opened installation, beside a running server if there is one, and closes it again whatever
 * happens, a signal included.
 */
export async function runCommand(
  options: { json?: boolean | undefined },
  work: (context: CommandContext) => Promise<void>,
): Promise<void> {
  const config = loadConfig(process.env);
  const installation = await openInstallation(config, { tell });
  const interrupted = (signal: NodeJS.Signals) => {
    tell(`Stopped by ${signal}. What was committed stays; the command can be run again.`);
    void installation.close().finally(() => process.exit(130));
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    await requireSchema(installation, config.migrate);
    await work({ config, installation, output: createOutput(options.json === true) });
  } finally {
    await installation.close();
  }
}
