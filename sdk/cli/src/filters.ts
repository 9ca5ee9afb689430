import { Option } from 'commander';
import type { Command } from 'commander';
import type { ParametersOf } from '../../src/index.ts';
import { Mistake } from './problems.ts';
import { readAtLeast, readFrom, readList, readTo } from './read-arguments.ts';

/** Which cases are meant. */
export type FilterOptions = {
  service?: string[];
  status?: 'open' | 'closed';
  query?: string;
  near?: string;
  radius?: number;
  bbox?: string;
};

/** Adds the filters that hold for lists and for what is followed. */
export function withFilters(command: Command): Command {
  return command
    .option('--service <codes>', 'only these services, separated by commas', readList)
    .addOption(new Option('--status <status>', 'only these cases').choices(['open', 'closed']))
    .option('--query <words>', 'only cases with these words (Signpost)')
    .option('--near <lat,long>', 'only cases around a point (Signpost)')
    .option('--radius <metres>', 'how far around it; 500 unless given', readAtLeast(1))
    .option('--bbox <west,south,east,north>', 'only cases in a rectangle (Signpost)');
}

/** Adds the filters by the time that a case was submitted. */
export function withTimes(command: Command): Command {
  return command
    .option('--from <time>', 'only cases submitted from this day or time on', readFrom)
    .option('--to <time>', 'only cases submitted up to this day or time', readTo);
}

/** @throws Mistake */
export function filtersOf(options: FilterOptions): ParametersOf<'requests.list'> {
  const { service, status, query, near, radius, bbox } = options;
  const point = near?.split(',').map(Number);
  if (point && !(point.length === 2 && point.every(Number.isFinite)))
    throw new Mistake('--near takes a latitude and a longitude, such as 51.1079,17.0385.');
  if (radius !== undefined && !point) throw new Mistake('--radius goes with --near.');
  return {
    service_code: service,
    status: status && [status],
    q: query,
    lat: point?.[0],
    long: point?.[1],
    radius,
    bbox,
  };
}
