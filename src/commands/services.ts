import type { Command } from 'commander';
import { limitService } from '../features/catalogue/index.ts';
import { createJurisdictionDirectory } from '../features/jurisdictions/index.ts';
import { invalidField } from '../platform/errors.ts';
import { runCommand } from './run-command.ts';

type Options = { jurisdiction: string; areas?: string; everywhere?: boolean; json?: boolean };

export function addServiceCommands(program: Command): void {
  program
    .command('services')
    .description('the services of a city')
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
