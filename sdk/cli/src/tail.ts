import type { Command } from 'commander';
import { CASE_HEAD, caseLine } from './case-text.ts';
import { readableCityAt, withCity, withKeyForReading, withLocale } from './city.ts';
import type { CityOptions } from './city.ts';
import { conditionalFetch } from './conditional-fetch.ts';
import { printable } from './doctor/index.ts';
import { filtersOf, withFilters } from './filters.ts';
import type { FilterOptions } from './filters.ts';
import { follow } from './follow.ts';
import { EXIT_CODES } from './problems.ts';
import { readAtLeast, readFrom } from './read-arguments.ts';
import { tell } from './terminal.ts';
import { writeOut } from './write-out.ts';

type Options = CityOptions & FilterOptions & { since?: string; interval: number };

export function addTailCommand(program: Command): void {
  const command = withFilters(
    withKeyForReading(
      withLocale(
        withCity(
          program.command('tail').description('new and changed cases of a city, as they come, until Ctrl-C'),
        ),
      ),
    ),
  );
  command
    .option(
      '--since <time>',
      'begin with what has changed since then; with what comes from now on unless given',
      readFrom,
    )
    .option('--interval <seconds>', 'how often to look', readAtLeast(1), 30)
    .option('--json', 'one case in JSON in a line')
    .addHelpText(
      'after',
      `
Each change is told once. While the city is out of reach, it is waited for, and what has changed meanwhile is told afterwards.
Of a city that does not know updated_after, only the first page of its list is followed.

Examples:
  signpost tail https://city.example/open311/v2
  signpost tail https://city.example/open311/v2 --service POTHOLE --since 2026-03-01 --interval 60
  signpost tail https://city.example/open311/v2 --json | jq -r '.service_request_id + " " + .status'
${EXIT_CODES}`,
    )
    .action(async (url: URL, options: Options) => {
      const interrupted = new AbortController();
      const { signal } = interrupted;
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort());
      const json = options.json === true;
      const line = (item: Parameters<typeof caseLine>[0]) => (json ? JSON.stringify(item) : caseLine(item));
      try {
        if (!json) await writeOut(`${CASE_HEAD}\n`);
        const changes = follow({
          // How often to try again is decided by who follows.
          city: readableCityAt(url, options, command, { fetch: conditionalFetch(), retries: 0 }),
          filters: filtersOf(options),
          since: options.since === undefined ? undefined : Date.parse(options.since),
          intervalMs: options.interval * 1000,
          signal,
          onBegun: (knows) =>
            tell(
              knows === 'changes'
                ? 'Following. Stop it with Ctrl-C.'
                : 'This city does not tell what has changed: the first page of its list is followed. Stop it with Ctrl-C.',
            ),
          onTrouble: (error) => tell(`${printable(error.message)} It is tried again until it works.`),
          onBack: () => tell('It works again.'),
        });
        for await (const items of changes) await writeOut(items.map((item) => `${line(item)}\n`).join(''));
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    });
}
