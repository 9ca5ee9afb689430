import { runProgram } from '../sdk/cli/src/index.ts';
import { createProgram } from './commands/program.ts';
import { tellError } from './commands/run-command.ts';

/** The program `signpost`: reads the command line and runs one command. */
await runProgram(createProgram(new URL('../package.json', import.meta.url)), tellError);
