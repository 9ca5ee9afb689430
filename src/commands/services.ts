import { Argument } from 'commander';
import type { Command } from 'commander';
import { limitService, PUBLISHES, publishService, setDuplicateRadius } from '../features/catalogue/index.ts';
import { createJurisdictionDirectory } from '../features/jurisdictions/index.ts';
import { readDecimal } from '../platform/decimal.ts';
import { invalidField } from '../platform/errors.ts';
import { republishAndTell } from './republishing.ts';
import { runCommand } from './run-command.ts';

type Options = { jurisdiction: string; areas?: string; everywhere?: boolean; json?: boolean };

type PublishOptions = { jurisdiction: string; json?: boolean };

const CHOICES = PUBLISHES.map((one) => one.replace('_', '-'));
const TOLD: Record<(typeof PUBLISHES)[number], string> = {
  everything: 'the public is told everything but who reported.',
  coarse_place: 'the public is told the status, the times, and the place to about a kilometre.',
  nothing: 'its cases are in no public answer. Those that were public are withdrawn.',
};

/** Adds what is done to the services of a city of ours below the command that shows those of any city. */
export function addServiceCommands(services: Command): void {
  services.enablePositionalOptions();

  services
    .command('publish')
    .argument('<code>', 'the service_code')
    .addArgument(
      new Argument('<what>', 'of sensitive services only about where a case is, or nothing').choices(CHOICES),
    )
    .description('say what the public is told of the cases of a service')
    .requiredOption('--jurisdiction <id>', 'the city')
    .option('--json', 'answer in JSON')
    .action((service_code: string, choice: string, options: PublishOptions) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const { jurisdiction_id } = await createJurisdictionDirectory(app.db).named(options.jurisdiction);
        const publishes = PUBLISHES[CHOICES.indexOf(choice)] ?? 'everything';
        await publishService(app.db, jurisdiction_id, service_code, publishes);
        const cases_looked_at = await republishAndTell(app, jurisdiction_id);
        output.result({ jurisdiction_id, service_code, publishes, cases_looked_at }, [
          `${service_code}: ${TOLD[publishes]}`,
        ]);
      }),
    );

  services
    .command('duplicates')
    .argument('<code>', 'the service_code')
    .description('say how far away a case may be that is what somebody is about to submit')
    .requiredOption('--jurisdiction <id>', 'the city')
    .requiredOption('--radius <metres>', 'from 10 to 2000; 100 when nobody has said so')
    .option('--json', 'answer in JSON')
    .action((service_code: string, options: PublishOptions & { radius: string }) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const { jurisdiction_id } = await createJurisdictionDirectory(app.db).named(options.jurisdiction);
        const duplicate_radius = readDecimal(options.radius);
        await setDuplicateRadius(app.db, jurisdiction_id, service_code, duplicate_radius);
        output.result({ jurisdiction_id, service_code, duplicate_radius }, [
          `${service_code}: cases within ${duplicate_radius} m are told before somebody submits another one.`,
        ]);
      }),
    );

  services
    .command('limit')
    .argument('<code>', 'the service_code')
    .description('offer a service in some districts only, or everywhere again')
    .requiredOption('--jurisdiction <id>', 'the city')
    .option('--areas <codes>', 'area codes of districts, separated by commas')
    .option('--everywhere', 'in the whole city')
    .option('--json', 'answer in JSON')
    .action((service_code: string, options: Options) =>
      runCommand(options, async ({ installation: { app }, output }) => {
        const area_codes = (options.areas ?? '')
          .split(',')
          .map((code) => code.trim())
          .filter((code) => code !== '');
        if (area_codes.length > 0 === (options.everywhere === true))
          throw invalidField('areas', 'Say either --areas with their codes, or --everywhere.');
        const { jurisdiction_id } = await createJurisdictionDirectory(app.db).named(options.jurisdiction);
        await limitService(app.db, jurisdiction_id, service_code, area_codes);
        output.result({ jurisdiction_id, service_code, area_codes }, [
          area_codes.length === 0
            ? `${service_code} is offered everywhere in ${jurisdiction_id}.`
            : `${service_code} is offered in ${area_codes.join(', ')} only.`,
        ]);
      }),
    );
}
