import { createHash } from 'node:crypto';
import { queryOne } from '../../platform/database.ts';
import type { Db, Statement } from '../../platform/database.ts';
import { publicItem, WITHDRAWN_ITEM } from './public-item.ts';
import type { ListFilter, ListOrder, ListPage } from './list-query.ts';
import { expectedRows, hasAllWords, searchedCases, worthLooking } from './list-search-repository.ts';
import type { Reading } from './request.ts';

/** The rows of one answer, and how they go on. */
export type ListedRows = {
  /** The cases as the JSON text of one list; empty when only the tag was asked for. */
  json: string;
  /** A hash over numbers and versions of the cases, in their order. */
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
  /** Leaves out what was changed at this time or later. */
  horizon?: Date;
  /** Tells of withdrawn cases as well; only in the order of `updated_datetime`. */
  withdrawn: boolean;
};

const SORTED: Record<ListOrder, { column: string; direction: 'asc' | 'desc' }> = {
  requested_datetime: { column: 'requested_at', direction: 'asc' },
  '-requested_datetime': { column: 'requested_at', direction: 'desc' },
  updated_datetime: { column: 'updated_at', direction: 'asc' },
  '-updated_datetime': { column: 'updated_at', direction: 'desc' },
};

/** One page of public cases. Each combination of filters is a statement of its own, so that each has its own plan. */
export async function listPublicRequests(db: Db, asked: ListAsked, item: Reading): Promise<ListedRows> {
  const built = new Conditions(asked);
  const [language, home, base] = [item.locale, item.home, item.baseUrl].map(
    (one) => `${built.value(one)}::text`,
  ) as [string, string, string];
  const keys = keysOf(asked, built, await lookOf(db, asked));
  const row = await queryOne<{
    json: string | null;
    rows: string | null;
    found: number;
    time: Date | null;
    number: string | null;
  }>(
    db,
    named(
      'requests.list',
      asked,
      built.values,
      `
      select string_agg(item::text, ',' order by place) filter (where place <= size) as json,
             ${HASH} as rows,
             count(*)::integer as found,
             max(sorted) filter (where place = size) as time,
             max(number) filter (where place = size)::text as number
        from (select t.*, case when t.withdrawn then ${WITHDRAWN_ITEM}
                               else ${publicItem({ asked: language, home, base }, item.extended)} end as item
                from (${keys}) as t
                left join requests r on r.jurisdiction_id = ${built.city} and r.number = t.number and not t.withdrawn
                left join services s on s.jurisdiction_id = ${built.city} and s.service_code = r.service_code) as page`,
    ),
  );
  const { json = null, rows = null, found = 0, time = null, number = null } = row ?? {};
  return {
    json: `[${json ?? ''}]`,
    rows: rows ?? '',
    listed: Math.min(found, asked.page.size),
    last:
      found > asked.page.size && time !== null && number !== null
        ? { time: time.getTime(), number }
        : undefined,
  };
}

/** The hash over the same page, which the indexes answer without reading the cases. */
export async function hashPublicRequests(db: Db, asked: ListAsked): Promise<string> {
  const built = new Conditions(asked);
  const keys = keysOf(asked, built, await lookOf(db, asked));
  const row = await queryOne<{ rows: string | null }>(
    db,
    named('requests.hash', asked, built.values, `select ${HASH} as rows from (${keys}) as page`),
  );
  return row?.rows ?? '';
}

const HASH = `encode(sha256(convert_to(string_agg(number || '.' || version, ',' order by place)
                                        filter (where place <= size), 'UTF8')), 'base64')`;

/**
 * Limits that stand in the statement itself, so that PostgreSQL knows when it plans that few rows are wanted; the exact one
 * is a value. The last one is above the deepest page.
 */
const LIMITS = [25, 55, 105, 255, 505, 1_005, 2_005, 5_005, 10_005, 25_005, 102_005];

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
  const built = new Conditions(asked);
  return expectedRows(
    db,
    named('requests.estimate', asked, built.values, `select 1 from requests r where ${built.all}`),
  );
}

/** Which cases are on the page, and one more to know whether it goes on; what they say is looked up for these alone. */
function keysOf({ page, withdrawn }: ListAsked, built: Conditions, look: number | undefined): string {
  const { column, direction } = SORTED[page.order];
  const size = `${built.value(page.size)}::integer`;
  const skip = `${built.value(page.skip)}::integer`;
  const order = `order by sorted ${direction}, number ${direction}`;
  const enough = enoughFor(page);
  const columns = `r.${column} as sorted, r.number, r.version, false as withdrawn`;
  const conditions = built.conditions.join(' and ');
  const cases =
    built.search === undefined
      ? `
                  select ${columns}
                    from requests r
                   where ${conditions}
                   ${order} limit ${enough}`
      : searchedCases(
          { columns, conditions, order, enough },
          built.search,
          look === undefined ? undefined : `${built.value(look)}::bigint`,
        );
  const gone = `
                  select t.withdrawn_at as sorted, t.number, 0 as version, true as withdrawn
                    from request_tombstones t
                   where ${built.withdrawn.join(' and ')}
                   ${order} limit ${enough}`;
  return `select *, row_number() over (${order}) as place, ${size} as size
                    from (select * from (${withdrawn ? `(${cases}) union all (${gone})` : cases}) as found
                          ${order} limit ${size} + 1 offset ${skip}) as taken`;
}

/** Counting further would cost more than the answer; the planner's estimate is told beyond it. */
const MOST_COUNTED = 10_000;

/** An estimate so many times as high is not counted to see that it is. */
const CLEARLY = 2;

/** How many cases there are on all pages together. */
export async function countPublicRequests(
  db: Db,
  asked: ListAsked,
): Promise<{ total: number; estimated: boolean }> {
  // Words are counted by the index of words, which gives the rows of a common one only when it has collected all of them.
  if (asked.filter.words.length > 0) {
    const expected = await expectedCases(db, asked);
    if (expected > MOST_COUNTED * CLEARLY) return { total: expected, estimated: true };
  }
  const built = new Conditions(asked);
  const row = await queryOne<{ total: number }>(
    db,
    named(
      'requests.count',
      asked,
      built.values,
      `
      select count(*)::integer as total
        from (select 1 from requests r where ${built.all} limit ${MOST_COUNTED} + 1) as counted`,
    ),
  );
  const total = row?.total ?? 0;
  if (total <= MOST_COUNTED) return { total, estimated: false };
  return { total: Math.max(total, await expectedCases(db, asked)), estimated: true };
}

/**
 * A statement that is put together: its name tells it from the others that are made in the same place. How many cases a place
 * or a word finds differs too much for one plan.
 */
function named(name: string, { filter }: ListAsked, values: unknown[], text: string): Statement {
  return {
    name: `${name}.${createHash('sha1').update(text).digest('base64url').slice(0, 12)}`,
    text,
    values,
    ...(filter.place === undefined && filter.words.length === 0 ? {} : { planned: 'anew' }),
  };
}

/** The conditions of one list in SQL, with their values. */
class Conditions {
  readonly values: unknown[] = [];
  readonly conditions: string[];
  readonly withdrawn: string[];
  /** That a case has all words, which is found in another way than the rest. */
  readonly search: string | undefined;
  /** The parameter that holds the city. */
  readonly city: string;

  constructor(asked: ListAsked) {
    const { filter, page, after, horizon } = asked;
    this.city = this.value(asked.jurisdiction_id);
    this.conditions = [`r.jurisdiction_id = ${this.city}`, `r.visibility = 'public'`];
    this.withdrawn = [`t.jurisdiction_id = ${this.city}`];
    if (filter.requested !== undefined) {
      const { from, to } = filter.requested;
      this.where(`r.requested_at between ${this.value(from)} and ${this.value(to)}`);
    }
    if (filter.updated !== undefined) {
      const window = `between ${this.value(filter.updated.from)} and ${this.value(filter.updated.to)}`;
      this.where(`r.updated_at ${window}`, `t.withdrawn_at ${window}`);
    }
    if (horizon !== undefined) {
      const before = `< ${this.value(horizon)}`;
      this.where(`r.updated_at ${before}`, `t.withdrawn_at ${before}`);
    }
    const [service, ...others] = filter.serviceCodes ?? [];
    // One service is a stretch of its index, in the order of the list.
    if (service !== undefined && others.length === 0) this.where(`r.service_code = ${this.value(service)}`);
    else if (filter.serviceCodes !== undefined)
      this.where(`r.service_code = any(${this.value(filter.serviceCodes)}::text[])`);
    if (filter.status !== undefined) this.where(`r.status = ${this.value(filter.status)}`);
    this.addPlace(filter.place);
    if (filter.words.length > 0)
      this.search = hasAllWords(asked.jurisdiction_id, filter.words, (one) => this.value(one));
    if (after !== undefined) {
      const { column, direction } = SORTED[page.order];
      const behind = `${direction === 'asc' ? '>' : '<'} (${this.value(new Date(after.time))}::timestamptz, ${this.value(after.number)}::bigint)`;
      this.where(`(r.${column}, r.number) ${behind}`, `(t.withdrawn_at, t.number) ${behind}`);
    }
  }

  /** What holds for every case of the list. */
  get all(): string {
    return [...this.conditions, ...(this.search === undefined ? [] : [this.search])].join(' and ');
  }

  /** @returns the parameter that stands for the value */
  value(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  private where(condition: string, withdrawn?: string): void {
    this.conditions.push(condition);
    if (withdrawn !== undefined) this.withdrawn.push(withdrawn);
  }

  private addPlace(place: ListFilter['place']): void {
    if (place === undefined) return;
    // PostgreSQL compares points with a little tolerance, so the edges are compared once more.
    const boxes = place.boxes.map(({ west, south, east, north }) => {
      const [w, s, e, n] = [west, south, east, north].map((edge) => `${this.value(edge)}::float8`);
      return `(point(r.long, r.lat) <@ box(point(${w}, ${s}), point(${e}, ${n}))
               and r.long between ${w} and ${e} and r.lat between ${s} and ${n})`;
    });
    this.where(boxes.length === 0 ? 'false' : `(${boxes.join(' or ')})`);
    if (place.near === undefined) return;
    const { lat, long, radius } = place.near;
    this.where(
      `metres_between(r.lat, r.long, ${this.value(lat)}, ${this.value(long)}) <= ${this.value(radius)}`,
    );
  }
}
