import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { invalid } from '../../platform/errors.ts';
import { languageFor } from '../jurisdictions/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { readCaseNumber } from './case-number.ts';
import { dateWindow } from './date-window.ts';
import { statusText } from './detailed-status.ts';
import { readPage } from './list-query.ts';
import { findHorizon } from './request-repository.ts';
import { listPublishedUpdates } from './update-repository.ts';
import type { PublishedUpdate } from './update-repository.ts';

export type UpdatesQuery = {
  service_request_id?: string[];
  start_date?: string;
  end_date?: string;
  page?: number;
  page_size?: number;
};

/** An update as partners read it; its description is never empty, since FixMyStreet refuses one without. */
export type ToldUpdate = Omit<PublishedUpdate, 'notes'> & { description: string };

/**
 * What happened to the public cases of a city, the earliest first (standard, 5.1). Without dates the last 90 days, or all
 * of them for the cases that are named.
 * @returns the updates, their language, and whether there are more behind them
 * @throws AppError invalid with every mistake
 */
export async function listUpdates(
  app: { db: Knex; clock: Clock },
  jurisdiction: Jurisdiction,
  query: UpdatesQuery,
  caller: { languages: readonly string[]; baseUrl: string },
): Promise<{ updates: ToldUpdate[]; language: string; next: number | undefined }> {
  const { jurisdiction_id, list_span_days: spanDays, time_zone: zone } = jurisdiction;
  const numbers = query.service_request_id?.filter((text) => readCaseNumber(text) === 'possible');
  const undated = query.start_date === undefined && query.end_date === undefined;
  const dates = dateWindow(query, { spanDays, zone }, app.clock.now());
  const { page, findings } = readPage(query, 'updated_datetime');
  const all = [...('findings' in dates ? dates.findings : []), ...findings];
  if (all.length > 0 || 'findings' in dates) throw invalid(all);
  const horizon = await findHorizon(app.db);
  const found = await listPublishedUpdates(app.db, jurisdiction_id, {
    window: numbers !== undefined && undated ? undefined : dates.window,
    numbers,
    horizon,
    baseUrl: caller.baseUrl,
    size: page.size + 1,
    skip: page.skip,
  });
  const language = languageFor(jurisdiction, caller.languages);
  return {
    language,
    updates: found.slice(0, page.size).map(({ notes, media_url, ...update }) => ({
      ...update,
      description: notes ?? statusText(update.status, language),
      media_url,
    })),
    next: found.length > page.size ? Math.max(query.page ?? 1, 1) + 1 : undefined,
  };
}
