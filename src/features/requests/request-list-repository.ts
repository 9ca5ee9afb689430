import { createHash } from 'node:crypto';
import { query, queryOne } from '../../platform/database.ts';
import type { Db, Statement } from '../../platform/database.ts';
import { publicItem, WITHDRAWN_ITEM } from './public-item.ts';
import { Conditions, SORTED } from './list-conditions.ts';
import type { CaseFilter, ListFilter, ListPage } from './list-query.ts';
import { expectedRows, searchedCases, worthLooking } from './list-search-repository.ts';
import { stretchesOf } from './list-stretches.ts';
import type { Reading } from './request.ts';

/** Which cases one answer has, and how they go on. */
export type ListedPage = {
  /** A hash over numbers and versions of the cases, in their order; a withdrawn one has the time of it for a version. */
  rows: string;
  /** The last case of the answer, when there are more behind it. */
  last: { time: number; number: string } | undefined;
  /** How many cases the answer holds. */
  listed: number;
};

export type ListAsked = {
  jurisdiction_id: string;
  filter: ListFilter;
  page: ListPage;
  /** Goes on behind this case. */
  after?: { time: number; number: string };
  /** Tells of withdrawn cases as well; only in the order of `updated_datetime`. */
  withdrawn: boolean;
};

/** One page of public cases. Each combination of filters is a statement of its own, so that each has its own plan. */
export async function listPublicRequests(
  db: Db,
  asked: ListAsked,
  item: Reading,
): Promise<ListedPage & { json: string }> {
  const built = new Conditions(asked);
  const [language, home, base] = [item.locale, item.home, item.baseUrl].map(
    (one) => `${built.value(one)}::text`,
  ) as [string, string, string];
  const keys = keysOf(asked, built, await lookOf(db, asked));
  const row = await queryOne<PageRow & { json: string | null }>(
    db,
    named(
      'requests.list',
      asked,
      built.values,
      `
      select string_agg(item::text, ',' order by place) filter (where place <= size) as json, ${PAGE}
        from (select t.*, case when t.withdrawn then ${WITHDRAWN_ITEM}
                               else ${publicItem({ asked: language, home, base }, item.extended)} end as item
                from (${keys}) as t
                left join requests r on r.jurisdiction_id = ${built.city} and r.number = t.number and not t.withdrawn
                left join services s on s.jurisdiction_id = catalogue_of(${built.city}) and s.service_code = r.service_code) as page`,
    ),
  );
  return { json: `[${row?.json ?? ''}]`, ...pageOf(row, asked) };
}

/** The same page without its cases, which the indexes answer without reading them. */
export async function findPublicPage(db: Db, asked: ListAsked): Promise<ListedPage> {
  const built = new Conditions(asked);
  const keys = keysOf(asked, built, await lookOf(db, asked));
  const row = await queryOne<PageRow>(
    db,
    named('requests.hash', asked, built.values, `select ${PAGE} from (${keys}) as page`),
  );
  return pageOf(row, asked);
}

type PageRow = { rows: string | null; found: number; time: Date | null; number: string | null };

const PAGE = `
             encode(sha256(convert_to(string_agg(number || '.' || version, ',' order by place)
                                        filter (where place <= size), 'UTF8')), 'base64') as rows,
             count(*)::integer as found,
             max(sorted) filter (where place = size) as time,
             max(number) filter (where place = size)::text as number`;

function pageOf(row: PageRow | undefined, { page }: ListAsked): ListedPage {
  const { rows = null, found = 0, time = null, number = null } = row ?? {};
  return {
    rows: rows ?? '',
    listed: Math.min(found, page.size),
    last:
      found > page.size && time !== null && number !== null ? { time: time.getTime(), number } : undefined,
  };
}

/**
 * Limits that stand in the statement itself, so that PostgreSQL knows when it plans that few rows are wanted; the exact one
 * is a value. The last one is above the deepest page.
 */
const LIMITS = [25, 55, 105, 255, 505, 1_005, 2_005, 5_005, 10_005, 25_005, 102_005];

/** Pages that begin further behind are read from the list of all cases. */
const DEEPEST_IN_STRETCHES = 1_000;

const enoughFor = ({ skip, size }: ListPage) => LIMITS.find((limit) => limit > skip + size);

/** How many cases are looked through before the index of words is; a place is found by an index of its own. */
async function lookOf(db: Db, asked: ListAsked): Promise<number | undefined> {
  const { filter, page } = asked;
  if (filter.words.length === 0 || filter.place !== undefined) return undefined;
  const [cases, found] = await Promise.all([
    expectedCases(db, { ...asked, filter: { ...filter, words: [] } }),
    expectedCases(db, asked),
  ]);
  return worthLooking(enoughFor(page) ?? page.size, { cases, found });
}

/** How many cases the list has by PostgreSQL's statistics. */
async function expectedCases(db: Db, asked: ListAsked): Promise<number> {
  const built = new Conditions(asked, true);
  const expected = await expectedRows(
    db,
    named(
      'requests.estimate',
      asked,
      built.values,
      `select 1 from requests r where ${built.all.join(' and ')}`,
    ),
  );
  return Math.round(expected * built.share);
}

/** Which of these public cases came with a key. */
export async function listNumbersOfKey(
  db: Db,
  jurisdictionId: string,
  keyId: string,
  numbers: readonly string[],
): Promise<string[]> {
  const rows = await query<{ number: string }>(db, {
    name: 'requests.of_key',
    text: `
      select r.number::text from requests r
       where r.jurisdiction_id = $1 and r.number = any($3::bigint[]) and r.visibility = 'public' and r.key_id = $2`,
    values: [jurisdictionId, keyId, numbers],
  });
  return rows.map(({ number }) => number);
}

/** Which cases are on the page, and one more to know whether it goes on; what they say is looked up for these alone. */
function keysOf({ page, withdrawn }: ListAsked, built: Conditions, look: number | undefined): string {
  const { column, direction } = SORTED[page.order];
  const size = `${built.value(page.size)}::integer`;
  const skip = `${built.value(page.skip)}::integer`;
  const order = `order by sorted ${direction}, number ${direction}`;
  const enough = enoughFor(page);
  const columns = `r.${column} as sorted, r.number, r.version, false as withdrawn`;
  const cases =
    built.search === undefined
      ? unsearchedCases(page, built, { columns, order, enough })
      : searchedCases(
          { columns, conditions: built.plain.join(' and '), order, enough },
          built.search,
          look === undefined ? undefined : `${built.value(look)}::bigint`,
        );
  const gone = `
                  select t.withdrawn_at as sorted, t.number, extract(epoch from t.withdrawn_at)::bigint as version,
                         true as withdrawn
                    from request_tombstones t
                   where ${built.withdrawn.join(' and ')}
                   ${order} limit ${enough}`;
  return `select *, row_number() over (${order}) as place, ${size} as size
                    from (select * from (${withdrawn ? `(${cases}) union all (${gone})` : cases}) as found
                          ${order} limit ${size} + 1 offset ${skip}) as taken`;
}

/** Cases that are found by time, place, service and status alone. */
function unsearchedCases(
  page: ListPage,
  built: Conditions,
  { columns, order, enough }: { columns: string; order: string; enough: number | undefined },
): string {
  const { column, direction } = SORTED[page.order];
  // Only in the order of the indexes, and as long as pages are not deep: behind them lies the list of all cases.
  const inStretches = column === 'requested_at' && page.skip <= DEEPEST_IN_STRETCHES;
  const stream = inStretches ? built.stretches(direction) : undefined;
  // The stream has its order already; asked for once more, PostgreSQL would no longer stop reading when it has enough.
  return stream === undefined
    ? `
                  select ${columns} from requests r where ${built.all.join(' and ')} ${order} limit ${enough}`
    : `
                  select ${columns} from ${stream.from} where ${stream.where.join(' and ')} limit ${enough}`;
}

/** Counting further would cost more than the answer; the planner's estimate is told beyond it. */
const MOST_COUNTED = 10_000;

/** An estimate so many times as high is not counted to see that it is. */
const CLEARLY = 2;

/** How many cases there are on all pages together, and withdrawn ones where they are told. */
export async function countPublicRequests(
  db: Db,
  asked: ListAsked,
): Promise<{ total: number; estimated: boolean }> {
  // Words are counted by the index of words, which gives the rows of a common one only when it has collected all of them; of each
  // case in a cell it has to be looked up where it lies.
  if (asked.filter.words.length > 0 || asked.filter.place !== undefined) {
    const expected = await expectedCases(db, asked);
    if (expected > MOST_COUNTED * CLEARLY) return { total: expected, estimated: true };
  }
  const built = new Conditions(asked);
  const rows = (limit: string) => {
    const cases = `select 1 from requests r where ${built.all.join(' and ')} ${limit}`;
    const gone = `select 1 from request_tombstones t where ${built.withdrawn.join(' and ')} ${limit}`;
    return asked.withdrawn ? `(${cases}) union all (${gone})` : cases;
  };
  const row = await queryOne<{ total: number }>(
    db,
    named(
      'requests.count',
      asked,
      built.values,
      `
      select count(*)::integer as total from (${rows(`limit ${MOST_COUNTED} + 1`)}) as counted`,
    ),
  );
  const total = row?.total ?? 0;
  if (total <= MOST_COUNTED) return { total, estimated: false };
  return { total: Math.max(total, await expectedCases(db, asked)), estimated: true };
}

/**
 * Each connection keeps the plans of so many of these statements, at half a megabyte each. There are thousands of combinations
 * of filters; those beyond are planned each time.
 */
const MOST_PREPARED = 60;
const prepared = new Set<string>();

function isPrepared(name: string): boolean {
  if (prepared.size < MOST_PREPARED) prepared.add(name);
  return prepared.has(name);
}

/**
 * A statement that is put together: its name tells it from the others that are made in the same place. How many cases a word
 * finds, a key has brought, or a box holds that is too wide for cells, differs too much for one plan.
 */
export function named(
  name: string,
  { filter }: { filter: CaseFilter },
  values: unknown[],
  text: string,
): Statement {
  const differs =
    filter.words.length > 0 ||
    filter.keyId !== undefined ||
    (filter.place !== undefined && stretchesOf(filter) === undefined);
  const full = `${name}.${createHash('sha1').update(text).digest('base64url').slice(0, 12)}`;
  return { name: full, text, values, ...(differs || !isPrepared(full) ? { planned: 'anew' } : {}) };
}
