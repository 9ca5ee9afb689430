import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addCaseCommands } from './cases.ts';
import { addDoctorCommand } from './doctor.ts';
import { addExportCommand } from './exports.ts';
import { addImportCommands } from './imports.ts';
import { addInstallationCommands } from './installation.ts';
import { addJurisdictionCommands } from './cities.ts';
import { addKeyCommands } from './keys.ts';
import { addModerationCommands } from './moderation.ts';
import { addServiceCommands } from './services.ts';
import { addPersonalDataCommands } from './personal-data.ts';
import { addUpdateCommands } from './updates.ts';

/** The program `signpost` with all its commands; parsing runs one of them. A mistake in the words is thrown, at every level. */
export function createProgram(packageFile: URL): Command {
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
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
  throwMistakes(program);
  return program;
}

function throwMistakes(command: Command): void {
  command.exitOverride();
  for (const inner of command.commands) throwMistakes(inner);
}
