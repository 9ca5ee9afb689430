import type { CaseFilter, ListOrder, ListPage } from './list-query.ts';
import { hasAllWords } from './list-search-repository.ts';
import { stretchesOf } from './list-stretches.ts';
import type { Stretches } from './list-stretches.ts';

/** Which public cases of a city are meant. */
type Limits = {
  jurisdiction_id: string;
  filter: CaseFilter;
  page: Pick<ListPage, 'order'>;
  /** Only what stands behind this case in the order of the page. */
  after?: { time: number; number: string };
};

export const SORTED: Record<ListOrder, { column: string; direction: 'asc' | 'desc' }> = {
  requested_datetime: { column: 'requested_at', direction: 'asc' },
  '-requested_datetime': { column: 'requested_at', direction: 'desc' },
  updated_datetime: { column: 'updated_at', direction: 'asc' },
  '-updated_datetime': { column: 'updated_at', direction: 'desc' },
};

/** Cases in the order of an index, and what each is asked then. */
type Stream = { from: string; where: readonly string[] };

/** The conditions of one list or export in SQL, with their values. */
export class Conditions {
  readonly values: unknown[] = [];
  /** What an index answers: city, visibility, times. */
  private readonly inIndex: string[];
  /** What a row is asked for when it is found. */
  private readonly ofRow: string[] = [];
  /** The columns that this takes. */
  private readonly columns = new Set(['requested_at', 'number', 'version']);
  private readonly found: Stretches | undefined;
  private made: readonly string[] | undefined;
  readonly withdrawn: string[];
  /** That a case has all words, which is found in another way than the rest. */
  readonly search: string | undefined;
  /** The parameter that holds the city. */
  readonly city: string;

  /** The part of the cases for which `all` holds that the filter means. */
  readonly share: number;

  /**
   * @param roughly cells stand for the place that they are touched by: what PostgreSQL expects of a rectangle or a circle is
   * far too little, since it takes lengths, widths and cells for independent of each other
   */
  constructor(asked: Limits, roughly = false) {
    const { filter, page, after } = asked;
    this.city = this.value(asked.jurisdiction_id);
    this.inIndex = [`r.jurisdiction_id = ${this.city}`, `r.visibility = 'public'`];
    this.withdrawn = [`t.jurisdiction_id = ${this.city}`];
    const { from, to } = filter.requested ?? {};
    if (from !== undefined) this.where(`r.requested_at >= ${this.value(from)}`);
    if (to !== undefined) this.where(`r.requested_at <= ${this.value(to)}`);
    if (filter.updated !== undefined) {
      const window = `between ${this.value(filter.updated.from)} and ${this.value(filter.updated.to)}`;
      this.where(`r.updated_at ${window}`, `t.withdrawn_at ${window}`);
    }
    this.found = stretchesOf(filter);
    // The stretches of services and statuses say both already.
    if (filter.place !== undefined || this.found === undefined) {
      if (filter.serviceCodes !== undefined)
        this.ask(`r.service_code = any(${this.value(filter.serviceCodes)}::text[])`, 'service_code');
      if (filter.status !== undefined) this.ask(`r.status = ${this.value(filter.status)}`, 'status');
    }
    if (filter.keyId !== undefined) this.ask(`r.key_id = ${this.value(filter.keyId)}::bigint`, 'key_id');
    const inCellsAlone = roughly && filter.place !== undefined && this.found !== undefined;
    this.share = inCellsAlone ? (this.found?.share ?? 1) : 1;
    if (!inCellsAlone) this.addPlace(filter.place);
    if (filter.words.length > 0)
      this.search = hasAllWords(asked.jurisdiction_id, filter.words, (one) => this.value(one));
    if (after !== undefined) {
      const { column, direction } = SORTED[page.order];
      const behind = `${direction === 'asc' ? '>' : '<'} (${this.value(new Date(after.time))}::timestamptz, ${this.value(after.number)}::bigint)`;
      this.where(`(r.${column}, r.number) ${behind}`, `(t.withdrawn_at, t.number) ${behind}`);
    }
  }

  /** Every condition but the words, for a list that is not read in stretches. */
  get plain(): readonly string[] {
    this.made ??= [...this.inIndex, ...this.among(), ...this.ofRow];
    return this.made;
  }

  /** What holds for every case of the list. */
  get all(): readonly string[] {
    return [...this.plain, ...(this.search === undefined ? [] : [this.search])];
  }

  /** That a case lies in one of the stretches. */
  private among(): string[] {
    const { columns = [], keys = [] } = this.found ?? {};
    return columns.map(({ sql, type }, place) => {
      const values = [...new Set(keys.map((key) => key[place]))];
      return `${sql} = any(${this.value(values)}::${type}[])`;
    });
  }

  /**
   * The stretches as one stream in the order of the list; undefined when there are none. `offset 0` keeps PostgreSQL from
   * asking the rows of each stretch what is asked of the stream, which would read a stretch without any to its end.
   */
  stretches(direction: string): Stream | undefined {
    return this.found === undefined ? undefined : this.stream(this.found, direction, 'offset 0');
  }

  /** The newest cases of the stretches, or of all, of which the rest is asked: so many are read at most, whatever they are. */
  newest(most: number): Stream {
    return this.stream(this.found ?? { columns: [], keys: [[]] }, 'desc', `limit ${most}`);
  }

  private stream({ columns, keys }: Omit<Stretches, 'share'>, direction: string, end: string): Stream {
    const told = [...this.columns].map((column) => `r.${column}`).join(', ');
    const stretch = (conditions: readonly string[]) =>
      `(select ${told} from requests r where ${[...this.inIndex, ...conditions].join(' and ')}
         order by r.requested_at ${direction}, r.number ${direction})`;
    const each = keys.map((key) =>
      stretch(columns.map(({ sql, type }, place) => `${sql} = ${this.value(key[place])}::${type}`)),
    );
    const merged = `${each.join(' union all ')} order by requested_at ${direction}, number ${direction}`;
    return {
      from: `(${each.length > 1 ? merged : (each[0] ?? stretch(['false']))} ${end}) as r`,
      where: this.ofRow.length === 0 ? ['true'] : this.ofRow,
    };
  }

  /** @returns the parameter that stands for the value */
  value(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  private where(condition: string, withdrawn?: string): void {
    this.inIndex.push(condition);
    if (withdrawn !== undefined) this.withdrawn.push(withdrawn);
  }

  /** @param columns of the case, which the condition names */
  private ask(condition: string, ...columns: string[]): void {
    this.ofRow.push(condition);
    for (const column of columns) this.columns.add(column);
  }

  private addPlace(place: CaseFilter['place']): void {
    if (place === undefined) return;
    const boxes = place.boxes.map(({ west, south, east, north }) => {
      const [w, s, e, n] = [west, south, east, north].map((edge) => `${this.value(edge)}::float8`);
      return `(r.long between ${w} and ${e} and r.lat between ${s} and ${n})`;
    });
    this.ask(boxes.length === 0 ? 'false' : `(${boxes.join(' or ')})`, 'lat', 'long');
    if (place.near === undefined) return;
    const { lat, long, radius } = place.near;
    this.ask(
      `metres_between(r.lat, r.long, ${this.value(lat)}, ${this.value(long)}) <= ${this.value(radius)}`,
    );
  }
}
