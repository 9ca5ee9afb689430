import { CommanderError } from 'commander';
import { createProgram } from './commands/program.ts';
import { tellError } from './commands/run-command.ts';

/** The program `signpost`: reads the command line and runs one command. */
async function main(): Promise<number> {
  try {
    await createProgram(new URL('../package.json', import.meta.url)).parseAsync();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return tellError(error);
  }
}

process.exitCode = await main();
// Whatever a library may still hold open, the work is done.
process.exit();
