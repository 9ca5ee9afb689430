import type { ListFilter, ListOrder, ListPage } from './list-query.ts';

/** Which public cases of a city are meant. */
type Limits = {
  jurisdiction_id: string;
  filter: ListFilter;
  page: Pick<ListPage, 'order'>;
  /** Only what stands behind this case in the order of the page. */
  after?: { time: number; number: string };
  /** Leaves out what was changed at this time or later. */
  horizon?: Date;
};

export const SORTED: Record<ListOrder, { column: string; direction: 'asc' | 'desc' }> = {
  requested_datetime: { column: 'requested_at', direction: 'asc' },
  '-requested_datetime': { column: 'requested_at', direction: 'desc' },
  updated_datetime: { column: 'updated_at', direction: 'asc' },
  '-updated_datetime': { column: 'updated_at', direction: 'desc' },
};

/** The text that a search looks at; the index on it has the same words. */
const SEARCHED = `plain_text(coalesce(r.description, '') || ' ' || coalesce(r.address, ''))`;

/** The conditions of one list or export in SQL, with their values. */
export class Conditions {
  readonly values: unknown[] = [];
  readonly conditions: string[];
  readonly withdrawn: string[];
  /** The parameter that holds the city. */
  readonly city: string;

  constructor(asked: Limits) {
    const { filter, page, after, horizon } = asked;
    this.city = this.value(asked.jurisdiction_id);
    this.conditions = [`r.jurisdiction_id = ${this.city}`, `r.visibility = 'public'`];
    this.withdrawn = [`t.jurisdiction_id = ${this.city}`];
    const { from, to } = filter.requested ?? {};
    if (from !== undefined) this.where(`r.requested_at >= ${this.value(from)}`);
    if (to !== undefined) this.where(`r.requested_at <= ${this.value(to)}`);
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
