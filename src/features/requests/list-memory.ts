import type { Knex } from 'knex';
import { countPublicRequests } from './request-list-repository.ts';
import type { ListAsked } from './request-list-repository.ts';
import { findSecret } from './request-repository.ts';

/** How many cases there are on all pages together. */
export type Total = { total: number; estimated: boolean };

/** An estimate is told again for so long: it is none the worse for it, and counting costs more than the list itself. */
const ESTIMATE_MS = 10_000;

/** So many estimates are kept; the oldest one goes. */
const MOST_ESTIMATES = 1_000;

/** The secret that cursors are signed with. */
const CURSORS = 'list-cursors';

/** What lists of cases keep in the process. */
export class ListMemory {
  private secret: Promise<Buffer> | undefined;
  private readonly estimates = new Map<string, { total: Total; until: number }>();

  constructor(private readonly db: Knex) {}

  /** Made by a migration, and the same for ever. */
  async cursorSecret(): Promise<Buffer> {
    this.secret ??= findSecret(this.db, CURSORS);
    // One that could not be read now is asked for again.
    this.secret.catch(() => (this.secret = undefined));
    return this.secret;
  }

  /** Exact totals are counted each time; they are small. */
  async total(asked: ListAsked): Promise<Total> {
    const { jurisdiction_id, filter, withdrawn } = asked;
    const key = JSON.stringify([jurisdiction_id, filter, withdrawn]);
    const known = this.estimates.get(key);
    if (known !== undefined && performance.now() < known.until) return known.total;
    this.estimates.delete(key);
    const total = await countPublicRequests(this.db, asked);
    if (total.estimated) {
      if (this.estimates.size >= MOST_ESTIMATES)
        this.estimates.delete(this.estimates.keys().next().value ?? '');
      this.estimates.set(key, { total, until: performance.now() + ESTIMATE_MS });
    }
    return total;
  }
}
