import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { atMost, gridFor, MOST_CLUSTERS } from './cluster-grid.ts';
import type { Cluster } from './cluster-grid.ts';
import { countInCells } from './cluster-repository.ts';
import type { Window } from './date-window.ts';
import { readListQuery } from './list-query.ts';
import type { ListFilter, ListPage, ListQuery } from './list-query.ts';
import { readServiceCodes } from './list-requests.ts';
import { settlePlace } from './occupied-cells-repository.ts';
import { expectedCases } from './request-list-repository.ts';

/** What clusters can be asked for: a rectangle, and what lists know as well. */
export type ClusterQuery = Pick<ListQuery, 'bbox' | 'service_code' | 'status' | 'start_date' | 'end_date'> & {
  zoom: number;
};

/**
 * So many cases are gone through for one answer. An index has what is asked of each, so it takes a tenth of a second; whoever
 * moves a map asks several times a second.
 */
const MOST_READ = 250_000;

/** The window of time is looked at in so many places when not as a whole: at each hour of the day and each day of the week. */
const SLICES = 200;

/** A part of one that is not the same part of each day. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The cases of a rectangle in groups. All of them are counted, or an even part of the window of time, from which the rest is
 * reckoned: what an answer costs has a bound, however many cases there are.
 * @throws AppError invalid with every mistake, not_found when no code that was asked for exists
 */
export async function listClusters(
  app: { db: Knex; clock: Clock },
  { jurisdiction, catalogue }: { jurisdiction: Jurisdiction; catalogue: Catalogue },
  { zoom, ...query }: ClusterQuery,
): Promise<{ total: number; estimated: boolean; clusters: Cluster[] }> {
  const { filter, page } = readListQuery(query, { jurisdiction, catalogue }, app.clock.now());
  const serviceCodes = readServiceCodes(query.service_code, catalogue);
  if (serviceCodes !== undefined) filter.serviceCodes = serviceCodes;
  const { jurisdiction_id } = jurisdiction;
  const place = await settlePlace(app.db, jurisdiction_id, filter.place);
  if (place !== undefined) filter.place = place;

  const grid = gridFor(place?.boxes ?? [], zoom);
  const part = MOST_READ / (await casesToRead(app.db, jurisdiction_id, filter, page));
  const estimated = part < 1 && filter.requested !== undefined;
  const slices = estimated && filter.requested !== undefined ? slicesOf(filter.requested, part) : undefined;
  const cells = await countInCells(app.db, { jurisdiction_id, filter, grid }, slices);
  const clusters = atMost(
    MOST_CLUSTERS,
    estimated ? cells.map((cell) => ({ ...cell, count: Math.round(cell.count / part) })) : cells,
  );
  return { total: clusters.reduce((sum, { count }) => sum + count, 0), estimated, clusters };
}

/** How many cases PostgreSQL would have to go through, by its statistics, whichever index it takes. */
async function casesToRead(
  db: Knex,
  jurisdiction_id: string,
  { requested, place, serviceCodes, status }: ListFilter,
  page: ListPage,
): Promise<number> {
  const window = { words: [], ...(requested === undefined ? {} : { requested }) };
  const expected = (filter: ListFilter) => expectedCases(db, { jurisdiction_id, filter, page });
  const all = await expected(window);
  if (all <= MOST_READ) return all;
  const others = [
    ...(place === undefined ? [] : [{ ...window, place }]),
    ...(serviceCodes === undefined
      ? []
      : [{ ...window, serviceCodes, ...(status === undefined ? {} : { status }) }]),
  ];
  return Math.min(all, ...(await Promise.all(others.map(expected))));
}

/** Short stretches that make up a part of a window, at changing times of the day. The same for the same window. */
function slicesOf({ from, to }: Window, part: number): Window[] {
  const step = (to.getTime() - from.getTime()) / SLICES;
  const length = step * part;
  return Array.from({ length: SLICES }, (_, index) => {
    const start = from.getTime() + step * index + (step - length) * ((index * GOLDEN) % 1);
    return { from: new Date(start), to: new Date(start + length) };
  });
}
