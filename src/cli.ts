import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addCaseCommands } from './commands/cases.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addExportCommand } from './commands/exports.ts';
import { addImportCommands } from './commands/imports.ts';
import { addInstallationCommands } from './commands/installation.ts';
import { addJurisdictionCommands } from './commands/cities.ts';
import { addKeyCommands } from './commands/keys.ts';
import { addModerationCommands } from './commands/moderation.ts';
import { addServiceCommands } from './commands/services.ts';
import { addPersonalDataCommands } from './commands/personal-data.ts';
import { addUpdateCommands } from './commands/updates.ts';
import { tellError } from './commands/run-command.ts';

/** The program `signpost`: reads the command line and runs one command. */
async function main(): Promise<number> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const program = new Command('signpost')
    .description('An Open311 server for one city or a hundred')
    .version(version);
  addInstallationCommands(program);
  addJurisdictionCommands(program);
  addKeyCommands(program);
  addServiceCommands(program);
  addUpdateCommands(program);
  addCaseCommands(program);
  addModerationCommands(program);
  addPersonalDataCommands(program);
  addImportCommands(program);
  addExportCommand(program);
  addDoctorCommand(program);
  exitOnlyAtTheEnd(program);
  try {
    await program.parseAsync();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return tellError(error);
  }
}

/** Usage errors come back here like all others, from every level of commands. */
function exitOnlyAtTheEnd(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) exitOnlyAtTheEnd(inner);
}

process.exitCode = await main();
// Whatever a library may still hold open, the work is done.
process.exit();
