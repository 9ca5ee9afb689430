import type { Knex } from 'knex';
import { countPublicRequests } from './request-list-repository.ts';
import type { ListAsked } from './request-list-repository.ts';
import { findSecret } from './request-repository.ts';

/** How many cases there are on all pages together. */
export type Total = { total: number; estimated: boolean };

/**
 * A total is told again for so long, as counting it costs more than the list itself: an estimate is none the worse for it, and
 * a count is no older than any other answer may be.
 */
const ESTIMATE_MS = 10_000;
const COUNT_MS = 1_000;

/** Fewer than these are counted in no time, so that who adds a case to a short list finds it in the total at once. */
const FEW = 200;

/** So many totals are kept; the oldest one goes. */
const MOST_TOTALS = 1_000;

/** The secret that cursors are signed with. */
const CURSORS = 'list-cursors';

/** What lists of cases keep in the process. */
export class ListMemory {
  private secret: Promise<Buffer> | undefined;
  private readonly totals = new Map<string, { total: Total; until: number }>();
  private readonly counting = new Map<string, Promise<Total>>();

  constructor(private readonly db: Knex) {}

  /** Made by a migration, and the same for ever. */
  async cursorSecret(): Promise<Buffer> {
    this.secret ??= findSecret(this.db, CURSORS);
    // One that could not be read now is asked for again.
    this.secret.catch(() => (this.secret = undefined));
    return this.secret;
  }

  /**
   * At most a second old, or ten where it is an estimate anyway.
   * @param list tells lists apart by what their callers asked for: one without dates ends at another moment in each call
   */
  async total(list: string, asked: ListAsked): Promise<Total> {
    const known = this.totals.get(list);
    if (known !== undefined && performance.now() < known.until) return known.total;
    let counting = this.counting.get(list);
    if (counting === undefined) {
      counting = this.count(list, asked).finally(() => this.counting.delete(list));
      this.counting.set(list, counting);
    }
    return counting;
  }

  private async count(list: string, asked: ListAsked): Promise<Total> {
    const begun = performance.now();
    this.totals.delete(list);
    const total = await countPublicRequests(this.db, asked);
    if (total.estimated || total.total > FEW) {
      if (this.totals.size >= MOST_TOTALS) this.totals.delete(this.totals.keys().next().value ?? '');
      this.totals.set(list, { total, until: begun + (total.estimated ? ESTIMATE_MS : COUNT_MS) });
    }
    return total;
  }
}
