import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addDeveloperCommands } from './developer-commands.ts';

/** The program `signpost` for whoever has no server of their own. */
export function createProgram(packageFile: URL): Command {
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  const program = new Command('signpost')
    .description('Any Open311 GeoReport v2 server from the terminal')
    .version(version);
  addDeveloperCommands(program);
  return program;
}
