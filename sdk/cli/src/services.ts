import type { Command } from 'commander';
import { readableCityAt, withCity, withKeyForReading, withLocale } from './city.ts';
import type { CityOptions } from './city.ts';
import { printable } from './doctor/index.ts';
import { Mended, withMended } from './mended.ts';
import { EXIT_CODES } from './problems.ts';
import { createOutput, table } from './terminal.ts';

type Options = CityOptions & { deviations?: boolean };

/** @returns the command, which a server of its own adds its commands on services to */
export function addServicesCommand(program: Command): Command {
  const command = withMended(
    withKeyForReading(
      withLocale(withCity(program.command('services').description('what a city can be told about'))),
    ),
  );
  return command
    .argument('[code]', 'a service_code: tells which questions it asks')
    .option('--json', 'answer in JSON')
    .addHelpText(
      'after',
      `
Examples:
  signpost services https://city.example/open311/v2
  signpost services https://city.example/open311/v2 POTHOLE
  signpost services https://city.example/open311/v2 --json | jq -r '.[].service_code'
${EXIT_CODES}`,
    )
    .action(async (url: URL, code: string | undefined, options: Options) => {
      const city = readableCityAt(url, options, command);
      const mended = new Mended();
      if (code === undefined) {
        const { data, response } = await city.services.list().withResponse();
        mended.add(response.deviations);
        createOutput(options.json === true).result(
          data,
          table(
            ['CODE', 'NAME', 'GROUP', 'TYPE', 'ASKS'],
            data.map((one) =>
              [
                one.service_code,
                one.service_name ?? '',
                one.group ?? '',
                one.type ?? '',
                one.metadata === true ? 'questions' : '',
              ].map(printable),
            ),
          ),
        );
      } else {
        const { data, response } = await city.services.get({ service_code: code }).withResponse();
        mended.add(response.deviations);
        createOutput(options.json === true).result(
          data,
          data.attributes.length === 0
            ? [`${printable(code)} asks nothing.`]
            : data.attributes.flatMap((one) => [
                printable(
                  `${one.code}  ${one.datatype}${one.required ? ', required' : ''}${one.variable ? '' : ', tells only'}  ${one.description ?? ''}`,
                ),
                ...(one.values ?? []).map(({ key, name }) => `    ${printable(`${key}  ${name ?? ''}`)}`),
              ]),
        );
      }
      if (options.deviations === true) mended.tell();
    });
}
