import { CommanderError } from 'commander';
import type { Command } from 'commander';

/**
 * Reads the command line, runs one command and ends the process.
 * @param tellError tells an error and gives the exit code that goes with it
 */
export async function runProgram(program: Command, tellError: (error: unknown) => number): Promise<void> {
  // Whoever reads the output may have seen enough. Commands that write much notice it by themselves.
  for (const output of [process.stdout, process.stderr])
    output.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  throwMistakes(program);
  try {
    await program.parseAsync();
    process.exitCode = 0;
  } catch (error) {
    process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : tellError(error);
  }
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  // Whatever a library may still hold open, the work is done.
  process.exit();
}

/** A mistake in the words is thrown, at every level. */
function throwMistakes(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) throwMistakes(inner);
}
