import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addDeveloperCommands } from '../../sdk/cli/src/index.ts';
import { addAccountCommands, addKeyRequestCommands } from './accounts.ts';
import { addCaseCommands } from './cases.ts';
import { addExportCommand } from './exports.ts';
import { addImportCommands } from './imports.ts';
import { addInstallationCommands } from './installation.ts';
import { addJurisdictionCommands } from './cities.ts';
import { addKeyCommands } from './keys.ts';
import { addModerationCommands } from './moderation.ts';
import { addServiceCommands } from './services.ts';
import { addPersonalDataCommands } from './personal-data.ts';
import { addUpdateCommands } from './updates.ts';

/** The program `signpost` with all its commands: those of an installation, and those for any Open311 server. */
export function createProgram(packageFile: URL): Command {
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  const program = new Command('signpost')
    .description('An Open311 server for one city or a hundred')
    .version(version)
    // Options stand behind the command that they belong to: some commands and those below them have options of one name.
    .enablePositionalOptions();
  addInstallationCommands(program);
  addJurisdictionCommands(program);
  addKeyRequestCommands(addKeyCommands(program));
  addAccountCommands(program);
  addUpdateCommands(program);
  addCaseCommands(program);
  addModerationCommands(program);
  addPersonalDataCommands(program);
  addImportCommands(program);
  addExportCommand(program);
  const { services } = addDeveloperCommands(program);
  addServiceCommands(services);
  return program;
}
