import { Option } from 'commander';
import type { Command } from 'commander';
import { createJurisdiction, listJurisdictions, updateComments } from '../features/jurisdictions/index.ts';
import { notFound } from '../platform/errors.ts';
import { runCommand } from './run-command.ts';
import { table } from './terminal.ts';

const COMMENTS = ['held', 'refused'] as const;

type CreateOptions = {
  name: string;
  timeZone: string;
  locale: string;
  contact?: string;
  keyService?: string;
  json?: boolean;
};

export function addJurisdictionCommands(program: Command): void {
  const cities = program.command('jurisdictions').description('the cities of this installation');

  cities
    .command('create')
    .argument('<id>', "the city's web address without www, such as wroclaw.pl")
    .description('add a city')
    .requiredOption('--name <name>', 'its name')
    .requiredOption('--time-zone <zone>', 'its time zone, such as Europe/Warsaw')
    .option('--locale <code>', 'its language', 'en')
    .option('--contact <text>', 'whom to ask, for the discovery document')
    .option('--key-service <text>', 'how to get an API key, for the discovery document')
    .option('--json', 'answer in JSON')
    .action((id: string, options: CreateOptions) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const jurisdiction = {
          jurisdiction_id: id.toLowerCase(),
          name: options.name,
          time_zone: options.timeZone,
          locale: options.locale,
          ...(options.contact === undefined ? {} : { contact: options.contact }),
          ...(options.keyService === undefined ? {} : { key_service: options.keyService }),
        };
        await createJurisdiction(app.db, jurisdiction);
        output.result(jurisdiction, [
          `${jurisdiction.jurisdiction_id} is there. Next: its services and its outline.`,
          `  npx signpost import services --jurisdiction ${jurisdiction.jurisdiction_id} services.json`,
          `  npx signpost import areas --jurisdiction ${jurisdiction.jurisdiction_id} --kind outline outline.geojson`,
        ]);
      }),
    );

  cities
    .command('set')
    .argument('<id>', 'the id of the city')
    .description('change how a city works')
    .addOption(
      new Option('--comments <what>', 'comments of keys that may not change a status')
        .choices(COMMENTS)
        .makeOptionMandatory(),
    )
    .option('--json', 'answer in JSON')
    .action((id: string, options: { comments: (typeof COMMENTS)[number]; json?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const jurisdiction_id = id.toLowerCase();
        if (!(await updateComments(app.db, jurisdiction_id, options.comments)))
          throw notFound(`There is no jurisdiction ${id}.`);
        output.result({ jurisdiction_id, comments: options.comments }, [
          `Comments in ${jurisdiction_id} are ${options.comments === 'held' ? 'held until they are released' : 'refused'}.`,
        ]);
      }),
    );

  cities
    .command('list')
    .description('all cities')
    .option('--json', 'answer in JSON')
    .action((options: { json?: boolean }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const all = await listJurisdictions(app.db);
        output.result(
          all.map(({ outline, ...jurisdiction }) => ({ ...jurisdiction, has_outline: outline.length > 0 })),
          table(
            ['ID', 'NAME', 'TIME ZONE', 'LOCALE', 'OUTLINE'],
            all.map((one) => [
              one.jurisdiction_id,
              one.name,
              one.time_zone,
              one.locale,
              one.outline.length > 0 ? 'yes' : 'no',
            ]),
          ),
        );
      }),
    );
}
