import { query } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';
import type { Bounds } from '../jurisdictions/index.ts';
import type { Cell, Grid } from './cluster-grid.ts';
import type { Window } from './date-window.ts';
import { Conditions } from './list-conditions.ts';
import type { ListFilter } from './list-query.ts';

type CellRow = {
  x: number;
  y: number;
  count: number;
  lat: number;
  long: number;
  west: number;
  south: number;
  east: number;
  north: number;
  number: string;
};

/**
 * Counts the public cases of a filter in the cells of a grid.
 * @param slices the stretches of time that are looked at, when not all of the filter's; their ends are not in them
 */
export async function countInCells(
  db: Db,
  { jurisdiction_id, filter, grid }: { jurisdiction_id: string; filter: ListFilter; grid: Grid },
  slices: readonly Window[] | undefined,
): Promise<Cell[]> {
  const built = new Conditions({ jurisdiction_id, filter, page: { order: '-requested_datetime' } });
  const cases = (more: string) =>
    `select r.lat, r.long, r.number from requests r where ${built.all.join(' and ')}${more}`;
  const looked =
    slices === undefined
      ? `(${cases('')})`
      : `unnest(${built.value(slices.map(({ from }) => from))}::timestamptz[],
                ${built.value(slices.map(({ to }) => to))}::timestamptz[]) as slice (since, until)
         cross join lateral (${cases(' and r.requested_at >= slice.since and r.requested_at < slice.until')} offset 0)`;
  const [width, height] = [built.value(grid.width), built.value(grid.height)];
  const rows = await query<CellRow>(db, {
    name: 'requests.clusters',
    text: `
      select floor((c.long + 180) / ${width}::float8)::integer as x, floor((c.lat + 90) / ${height}::float8)::integer as y,
             count(*)::integer as count, avg(c.lat) as lat, avg(c.long) as long,
             min(c.long) as west, min(c.lat) as south, max(c.long) as east, max(c.lat) as north, min(c.number)::text as number
        from ${looked} as c
       group by 1, 2`,
    values: built.values,
    // How many cases a rectangle has differs too much for one plan.
    planned: 'anew',
  });
  return rows.map(({ west, south, east, north, number, ...cell }) => ({
    ...cell,
    bounds: [west, south, east, north],
    service_request_id: number,
  }));
}

/** So many of the newest cases say well enough where a city lies. */
const NEWEST = 10_000;

/** What lies around the newest public cases of a city; null when it has none with a place. */
export async function findBoundsOfCases(db: Db, jurisdictionId: string): Promise<Bounds | null> {
  const [row] = await query<{ bounds: Bounds | null }>(db, {
    name: 'requests.bounds',
    text: `
      select case when count(*) > 0 then array[min(long), min(lat), max(long), max(lat)] end as bounds
        from (select lat, long from requests
               where jurisdiction_id = $1 and visibility = 'public' and lat is not null
               order by requested_at desc limit ${NEWEST}) as newest`,
    values: [jurisdictionId],
  });
  return row?.bounds ?? null;
}
