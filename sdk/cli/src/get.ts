import type { Command } from 'commander';
import { caseLines } from './case-text.ts';
import { readableCityAt, withCity, withKeyForReading, withLocale } from './city.ts';
import type { CityOptions } from './city.ts';
import { Mended, withMended } from './mended.ts';
import { Ended, EXIT_CODES, Mistake } from './problems.ts';
import { createOutput, tell } from './terminal.ts';

const NOT_YET = 5;

type Options = CityOptions & { token?: string; deviations?: boolean };

export function addGetCommand(program: Command): void {
  const command = withMended(
    withKeyForReading(
      withLocale(withCity(program.command('get').description('one case of a city, by its number'))),
    ),
  );
  command
    .argument('[number]', 'the service_request_id')
    .option('--token <token>', 'what a city gave instead of a number, until there is one')
    .option('--json', 'answer in JSON')
    .addHelpText(
      'after',
      `
Examples:
  signpost get https://city.example/open311/v2 10005202
  signpost get https://city.example/open311/v2 10005202 --json | jq -r .status
  signpost get https://city.example/open311/v2 --token 2f0c5b3a
${EXIT_CODES}`,
    )
    .action(async (url: URL, given: string | undefined, options: Options) => {
      if ((given === undefined) === (options.token === undefined))
        throw new Mistake('Say either the number of the case or its --token.');
      const city = readableCityAt(url, options, command);
      const number = given ?? (await numberOf(city, options.token ?? ''));
      if (number === null) {
        tell('There is no number for this token yet. Try again in a while.');
        throw new Ended(NOT_YET);
      }
      const { data, response } = await city.requests.get({ service_request_id: number }).withResponse();
      createOutput(options.json === true).result(data[0], data.flatMap(caseLines));
      const mended = new Mended();
      mended.add(response.deviations);
      if (options.deviations === true) mended.tell();
    });
}

async function numberOf(city: ReturnType<typeof readableCityAt>, token: string): Promise<string | null> {
  const [found] = await city.tokens.get({ token });
  return found?.service_request_id ?? null;
}
