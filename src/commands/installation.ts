import type { Command } from 'commander';
import { seedDemonstration } from '../features/demonstration/index.ts';
import { openInstallation } from '../installation.ts';
import { loadConfig } from '../platform/config.ts';
import { removeEmbeddedPostgres } from '../platform/embedded-postgres.ts';
import { OperatorError } from '../platform/errors.ts';
import { migrate } from '../platform/migrate.ts';
import { runCommand } from './run-command.ts';
import { readProcesses, start, work } from './start.ts';
import { createOutput, tell } from './terminal.ts';

export function addInstallationCommands(program: Command): void {
  program
    .command('start')
    .description('run the server')
    .option(
      '--processes <number>',
      'so many share the port: a number, or auto for one per core',
      readProcesses,
      1,
    )
    .option('--json', 'tell address and key as JSON')
    .action(start);

  program
    .command('worker')
    .description('run the jobs alone, beside servers with SIGNPOST_WORKER=off')
    .option('--json', 'answer in JSON')
    .action(work);

  program
    .command('migrate')
    .description('bring the tables up to this release')
    .option('--json', 'answer in JSON')
    .action(async (options: { json?: boolean }) => {
      const installation = await openInstallation(loadConfig(process.env), { tell });
      try {
        const run = await migrate(installation.connection, installation.migrations);
        createOutput(options.json === true).result(
          { run },
          run.length === 0 ? ['The tables are up to date.'] : run.map((name) => `Ran ${name}`),
        );
      } finally {
        await installation.close();
      }
    });

  program
    .command('seed')
    .description('write the demonstration city, if there is no city yet')
    .option('--json', 'answer in JSON')
    .action((options: { json?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const key = await seedDemonstration(app);
        output.result(
          { seeded: key !== undefined, demonstration_key: key ?? null },
          key === undefined
            ? ['There are cities already: nothing was written.']
            : [
                'The demonstration city wroclaw.pl is there. A key for submitting cases to its sandbox, shown only now:',
                key,
              ],
        );
      }),
    );

  program
    .command('reset')
    .description('delete the bundled database and everything in it')
    .option('--yes', 'really')
    .option('--json', 'answer in JSON')
    .action(async (options: { yes?: boolean; json?: boolean }) => {
      const config = loadConfig(process.env);
      if (config.databaseUrl !== undefined)
        throw new OperatorError(
          'reset deletes the bundled database only. DATABASE_URL is set: nothing was done.',
        );
      if (options.yes !== true)
        throw new OperatorError(
          'reset deletes every case of the bundled database. Say so: npx signpost reset --yes',
        );
      const removed = await removeEmbeddedPostgres({
        folder: config.dataFolder,
        folderIsExplicit: config.dataFolderIsExplicit,
        tell,
      });
      createOutput(options.json === true).result({ removed }, [
        removed ? 'The bundled database is deleted.' : 'There was no bundled database.',
      ]);
    });
}
