import { AppError } from '../../platform/errors.ts';
import type { Finding } from '../../platform/errors.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { dateWindow } from './date-window.ts';
import { readListQuery, readPage } from './list-query.ts';
import type { ListQuery } from './list-query.ts';
import type { UpdatesQuery } from './list-updates.ts';

/** What else is wrong with calls of which the contract's checks have already refused some parameters. */

/** @param refused the findings of the contract's checks; what follows from a refused parameter alone is none of its own */
export function findInList(
  query: ListQuery,
  city: { jurisdiction: Jurisdiction; catalogue: Catalogue },
  refused: readonly Finding[],
  now: Date,
): readonly Finding[] {
  // Named cases override every other filter.
  if (query.service_request_id !== undefined) return [];
  try {
    readListQuery(query, city, now);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const noPlace = refused.some(({ field }) => field === 'lat' || field === 'long');
    return error.findings.filter(({ field }) => !(noPlace && field === 'radius'));
  }
}

export function findInUpdates(
  query: UpdatesQuery,
  { list_span_days: spanDays, time_zone: zone }: Jurisdiction,
  now: Date,
): readonly Finding[] {
  const dates = dateWindow(query, { spanDays, zone }, now);
  return [...('findings' in dates ? dates.findings : []), ...readPage(query, 'updated_datetime').findings];
}
