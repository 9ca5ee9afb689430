import { createHash } from 'node:crypto';
import { queryOne } from '../../platform/database.ts';
import type { Db, Statement } from '../../platform/database.ts';
import { publicItem, WITHDRAWN_ITEM } from './public-item.ts';
import type { ListFilter, ListOrder, ListPage } from './list-query.ts';
import type { Reading } from './request.ts';

/** The rows of one answer, and how they go on. */
export type ListedRows = {
  /** The cases as the JSON text of one list; empty when only the tag was asked for. */
  json: string;
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

const SORTED: Record<ListOrder, { column: string; direction: 'asc' | 'desc' }> = {
  requested_datetime: { column: 'requested_at', direction: 'asc' },
  '-requested_datetime': { column: 'requested_at', direction: 'desc' },
  updated_datetime: { column: 'updated_at', direction: 'asc' },
  '-updated_datetime': { column: 'updated_at', direction: 'desc' },
};

/** The text that a search looks at; the index on it has the same words. */
const SEARCHED = `plain_text(coalesce(r.description, '') || ' ' || coalesce(r.address, ''))`;

/** One page of public cases. Each combination of filters is a statement of its own, so that each has its own plan. */
export async function listPublicRequests(db: Db, asked: ListAsked, item: Reading): Promise<ListedRows> {
  const built = new Conditions(asked);
  const [language, home, base] = [item.locale, item.home, item.baseUrl].map(
    (one) => `${built.value(one)}::text`,
  ) as [string, string, string];
  const keys = keysOf(asked, built);
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
  const keys = keysOf(asked, built);
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

/** Which cases are on the page, and one more to know whether it goes on; what they say is looked up for these alone. */
function keysOf({ page, withdrawn }: ListAsked, built: Conditions): string {
  const { column, direction } = SORTED[page.order];
  const size = `${built.value(page.size)}::integer`;
  const skip = `${built.value(page.skip)}::integer`;
  const order = `order by sorted ${direction}, number ${direction}`;
  const enough = LIMITS.find((limit) => limit > page.skip + page.size);
  const cases = `
                  select r.${column} as sorted, r.number, r.version, false as withdrawn
                    from requests r
                   where ${built.conditions.join(' and ')}
                   ${order} limit ${enough}`;
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

/** Counting further would cost more than the answer; the planner's estimate is told beyond it. */
const MOST_COUNTED = 10_000;

/** How many cases there are on all pages together, and withdrawn ones where they are told. */
export async function countPublicRequests(
  db: Db,
  asked: ListAsked,
): Promise<{ total: number; estimated: boolean }> {
  const built = new Conditions(asked);
  const rows = (limit: string) => {
    const cases = `select 1 from requests r where ${built.conditions.join(' and ')} ${limit}`;
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
  const plan = await queryOne<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(db, {
    ...named('requests.estimate', asked, built.values, `explain (format json) ${rows('')}`),
    planned: 'anew',
  });
  return { total: Math.max(total, plan?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0), estimated: true };
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
  /** The parameter that holds the city. */
  readonly city: string;

  constructor(asked: ListAsked) {
    const { filter, page, after } = asked;
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
    const [service, ...others] = filter.serviceCodes ?? [];
    // One service is a stretch of its index, in the order of the list.
    if (service !== undefined && others.length === 0) this.where(`r.service_code = ${this.value(service)}`);
    else if (filter.serviceCodes !== undefined)
      this.where(`r.service_code = any(${this.value(filter.serviceCodes)}::text[])`);
    if (filter.status !== undefined) this.where(`r.status = ${this.value(filter.status)}`);
    this.addPlace(filter.place);
    for (const word of filter.words) {
      const beginning = `${this.value(word.beginning)}::text`;
      const whole = `${this.value(word.whole)}::text`;
      this
        .where(`(${SEARCHED} ~ ('\\m' || plain_text(${beginning})) or resembles(plain_text(${whole}), ${SEARCHED})
           or r.service_code = any(${this.value(word.serviceCodes)}::text[]) or r.number = ${this.value(word.number)}::bigint)`);
    }
    if (after !== undefined) {
      const { column, direction } = SORTED[page.order];
      const behind = `${direction === 'asc' ? '>' : '<'} (${this.value(new Date(after.time))}::timestamptz, ${this.value(after.number)}::bigint)`;
      this.where(`(r.${column}, r.number) ${behind}`, `(t.withdrawn_at, t.number) ${behind}`);
    }
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
