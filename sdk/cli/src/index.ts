export { addDeveloperCommands } from './developer-commands.ts';
export { tellFault, tellProblem } from './problems.ts';
export { runProgram } from './run-program.ts';
export { createOutput, table, tell } from './terminal.ts';
