import { invalid } from '../../platform/errors.ts';
import { languageFor } from '../jurisdictions/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { readCaseNumber } from './case-number.ts';
import { dateWindow, settledPart } from './date-window.ts';
import { statusText } from './detailed-status.ts';
import { bindingOf, readCursor, windowOf, writeCursor, writtenWindow } from './list-cursor.ts';
import type { Place, WrittenWindow } from './list-cursor.ts';
import { readPage } from './list-query.ts';
import type { ListDoors } from './list-requests.ts';
import { findHorizon } from './request-repository.ts';
import { listPublishedUpdates } from './update-repository.ts';
import type { PublishedUpdate } from './update-repository.ts';

export type UpdatesQuery = {
  service_request_id?: string[];
  start_date?: string;
  end_date?: string;
  page?: number;
  page_size?: number;
  cursor?: string;
};

/** An update as partners read it; its description is never empty, since FixMyStreet refuses one without. */
export type ToldUpdate = Omit<PublishedUpdate, 'notes'> & { description: string };

/** The window of the first page, and where the walk stands. */
type Cursor = Place & { window: WrittenWindow };

/** Before all cases. */
const BEGINNING = new Date('0001-01-01T00:00:00Z');

/**
 * What happened to the public cases of a city, the earliest first (standard, 5.1). Without dates the last 90 days, or all
 * of them for the cases that are named.
 * @returns the updates, their language, and where the next page begins if there is one
 * @throws AppError invalid with every mistake
 */
export async function listUpdates(
  app: ListDoors,
  jurisdiction: Jurisdiction,
  query: UpdatesQuery,
  caller: { languages: readonly string[]; baseUrl: string },
): Promise<{ updates: ToldUpdate[]; language: string; cursor: string | undefined }> {
  const { jurisdiction_id, list_span_days: spanDays, time_zone: zone } = jurisdiction;
  const { cursor, page: _page, page_size: _size, ...filters } = query;
  const numbers = query.service_request_id?.filter((text) => readCaseNumber(text) === 'possible');
  const undated = query.start_date === undefined && query.end_date === undefined;
  const now = app.clock.now();
  const dates = dateWindow(query, { spanDays, zone }, now);
  const { page, findings } = readPage(query, 'updated_datetime');
  const all = [...('findings' in dates ? dates.findings : []), ...findings];
  if (all.length > 0 || 'findings' in dates) throw invalid(all);
  const binding = bindingOf('updates', jurisdiction_id, filters);
  const after =
    cursor === undefined ? undefined : readCursor<Cursor>(await app.memory.cursorSecret(), binding, cursor);
  const asked = numbers !== undefined && undated ? { from: BEGINNING, to: now } : dates.window;
  // The horizon is asked for in a statement of its own, before the updates are looked at.
  const window = after === undefined ? settledPart(asked, await findHorizon(app.db)) : windowOf(after.window);
  const found = await listPublishedUpdates(app.db, jurisdiction_id, {
    window,
    numbers,
    after,
    baseUrl: caller.baseUrl,
    size: page.size + 1,
    skip: page.skip,
  });
  const language = languageFor(jurisdiction, caller.languages);
  const told = found.slice(0, page.size);
  const last = found.length > page.size ? told.at(-1) : undefined;
  const end: Cursor | undefined = last && {
    time: Date.parse(last.updated_datetime),
    number: last.update_id,
    window: writtenWindow(window),
  };
  return {
    language,
    updates: told.map(({ notes, media_url, ...update }) => ({
      ...update,
      description: notes ?? statusText(update.status, language),
      media_url,
    })),
    cursor: end && writeCursor(await app.memory.cursorSecret(), binding, end),
  };
}
