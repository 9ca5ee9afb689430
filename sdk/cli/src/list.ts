import { Option } from 'commander';
import type { Command } from 'commander';
import type { CityRequest } from '../../src/open311.ts';
import { readableCityAt, withCity, withKeyForReading, withLocale } from './city.ts';
import type { CityOptions } from './city.ts';
import { filtersOf, withFilters, withTimes } from './filters.ts';
import type { FilterOptions } from './filters.ts';
import { LIST_FORMATS } from './list-formats.ts';
import type { ListFormat } from './list-formats.ts';
import { Mended, withMended } from './mended.ts';
import { EXIT_CODES } from './problems.ts';
import { createProgress } from './progress.ts';
import { readAtLeast, readFrom } from './read-arguments.ts';
import { spansOf } from './spans.ts';
import { writeOut } from './write-out.ts';

type Options = CityOptions &
  FilterOptions & {
    from?: string;
    to?: string;
    updatedAfter?: string;
    limit?: number;
    csv?: boolean;
    geojson?: boolean;
    deviations?: boolean;
  };

export function addListCommand(program: Command): void {
  const command = withTimes(
    withFilters(
      withMended(
        withKeyForReading(
          withLocale(withCity(program.command('list').description('the cases of a city, all pages of them'))),
        ),
      ),
    ),
  );
  command
    .option(
      '--updated-after <time>',
      'only cases that have changed since, where the city knows that',
      readFrom,
    )
    .option('--limit <number>', 'at most so many cases', readAtLeast(1))
    .addOption(new Option('--csv', 'as CSV, with the fields of the standard').conflicts(['geojson', 'json']))
    .addOption(new Option('--geojson', 'as GeoJSON').conflicts(['csv', 'json']))
    .addOption(new Option('--json', 'as a list in JSON, one case in a line').conflicts(['csv', 'geojson']))
    .addHelpText(
      'after',
      `
It is written while it comes, and may be cut off: signpost list … | head. Most cities give the cases of the last 90 days
unless --from says otherwise; a longer time is asked for in parts of 90 days. Filters that a city does not know do nothing there.

Examples:
  signpost list https://city.example/open311/v2 --status open
  signpost list https://city.example/open311/v2 --from 2026-01-01 --service POTHOLE,LAMP --csv > cases.csv
  signpost list https://city.example/open311/v2 --geojson > cases.geojson
  signpost list https://city.example/open311/v2 --json | jq -r '.[] | .address'
${EXIT_CODES}`,
    )
    .action(async (url: URL, options: Options) => {
      const { from, to, updatedAfter } = options;
      const city = readableCityAt(url, options, command);
      const filters = { ...filtersOf(options), updated_after: updatedAfter };
      const mended = new Mended();
      await writeCases(
        (async function* () {
          for (const { start_date, end_date, has } of spansOf(from, to))
            for await (const page of city.requests.list({ ...filters, start_date, end_date }).pages()) {
              mended.add(page.response.deviations);
              yield page.data.filter(has);
            }
        })(),
        formatOf(options),
        options.limit ?? Infinity,
      );
      if (options.deviations === true) mended.tell();
    });
}

function formatOf({ csv, geojson, json }: Options): ListFormat {
  if (csv === true) return LIST_FORMATS.csv;
  if (geojson === true) return LIST_FORMATS.geojson;
  return json === true ? LIST_FORMATS.json : LIST_FORMATS.text;
}

/** Writes page by page; nothing at all where not even the first one comes. */
async function writeCases(
  pages: AsyncIterable<CityRequest[]>,
  format: ListFormat,
  limit: number,
): Promise<void> {
  const progress = createProgress(!process.stdout.isTTY);
  let written = 0;
  let head = format.head;
  try {
    for await (const page of pages) {
      const items = page.slice(0, limit - written).map(format.item);
      const between = written > 0 && items.length > 0 ? format.between : '';
      written += items.length;
      await writeOut(head + between + items.join(format.between));
      head = '';
      progress.show(`${written} cases`);
      if (written >= limit) break;
    }
    await writeOut(head + format.end);
  } finally {
    progress.stop();
  }
}
