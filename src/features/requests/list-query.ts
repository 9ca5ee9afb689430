import { invalid } from '../../platform/errors.ts';
import type { Finding } from '../../platform/errors.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { changeWindow, dateWindow } from './date-window.ts';
import type { Window } from './date-window.ts';
import { readPlace } from './list-place.ts';
import type { PlaceFilter } from './list-place.ts';
import { readSearch } from './list-words.ts';
import type { SearchWord } from './list-words.ts';
import type { Status } from './request.ts';

/** What a list can be asked for, as the contract has checked it. */
export type ListQuery = {
  service_request_id?: string[];
  service_code?: string[];
  start_date?: string;
  end_date?: string;
  status?: string[];
  updated_after?: string;
  updated_before?: string;
  q?: string;
  lat?: number;
  long?: number;
  radius?: number;
  bbox?: string;
  sort?: ListOrder;
  page?: number;
  page_size?: number;
  cursor?: string;
  /** The key of the caller, who asks for the cases that came with it. */
  key_id?: string;
};

/** By which time, and with `-` the latest first. */
export type ListOrder =
  'requested_datetime' | '-requested_datetime' | 'updated_datetime' | '-updated_datetime';

/** Which cases are meant. Everything that is given must hold. */
export type CaseFilter = {
  requested?: Partial<Window>;
  updated?: Window;
  serviceCodes?: string[];
  status?: Status;
  words: SearchWord[];
  place?: PlaceFilter;
  /** The key that they came with. */
  keyId?: string;
};

/** Which cases a list holds: those of a span of time, unlike an export. */
export type ListFilter = CaseFilter & { requested?: Window };

/** The part of a list that one answer holds. */
export type ListPage = { order: ListOrder; size: number; skip: number };

/** The most cases one answer holds (standard, 3.5). */
const MOST_LISTED = 1_000;

/** Counting so many rows to skip them is what cursors are there to avoid. */
const MOST_SKIPPED = 100_000;

/**
 * Reads what a list is asked for (standard, 3.5 and 6).
 * @throws AppError invalid with every mistake
 */
export function readListQuery(
  asked: ListQuery,
  city: { jurisdiction: Jurisdiction; catalogue: Catalogue },
  now: Date,
): { filter: ListFilter; page: ListPage } {
  const { list_span_days: spanDays, time_zone: zone } = city.jurisdiction;
  const changed = changeWindow(asked, zone, now);
  // The window of 90 days is that of the last changes where a list asks for changes.
  const byRequest = changed === undefined || asked.start_date !== undefined || asked.end_date !== undefined;
  const requested = byRequest ? dateWindow(asked, { spanDays, zone }, now) : undefined;
  const status = readStatus(asked.status);
  const { place, findings: misplaced } = readPlace(asked);
  const order = asked.sort ?? (changed === undefined ? '-requested_datetime' : 'updated_datetime');
  const words = asked.q === undefined ? [] : readSearch(asked.q, city.catalogue);
  const { page, findings: mispaged } = readPage(asked, order);
  const findings: Finding[] = [
    ...(requested !== undefined && 'findings' in requested ? requested.findings : []),
    ...(changed !== undefined && 'findings' in changed ? changed.findings : []),
    ...('finding' in status ? [status.finding] : []),
    ...misplaced,
    // Taken for no search, it would bring the whole city.
    ...(asked.q !== undefined && words.length === 0
      ? [{ field: 'q', message: 'q must have a word or a number to look for.' }]
      : []),
    ...mispaged,
  ];
  if (findings.length > 0) throw invalid(findings);
  return {
    page,
    filter: {
      ...(requested !== undefined && 'window' in requested ? { requested: requested.window } : {}),
      ...(changed !== undefined && 'window' in changed ? { updated: changed.window } : {}),
      ...('only' in status && status.only !== undefined ? { status: status.only } : {}),
      words,
      ...(place === undefined ? {} : { place }),
      ...(asked.key_id === undefined ? {} : { keyId: asked.key_id }),
    },
  };
}

/** Pages begin at 1; 0 means the first one as well, and a size above the most is the most (standard, 6 and A15). */
export function readPage(
  asked: Pick<ListQuery, 'page' | 'page_size' | 'cursor'>,
  order: ListOrder,
): { page: ListPage; findings: Finding[] } {
  const size = Math.min(asked.page_size ?? MOST_LISTED, MOST_LISTED);
  const skip = (Math.max(asked.page ?? 1, 1) - 1) * size;
  const findings: Finding[] = [];
  if (asked.cursor !== undefined && asked.page !== undefined)
    findings.push({ field: 'page', message: 'page and cursor exclude each other. Follow the cursor alone.' });
  if (skip > MOST_SKIPPED) {
    findings.push({
      field: 'page',
      message: `page is deeper than ${MOST_SKIPPED.toLocaleString('en')} cases. Follow the Link header instead.`,
    });
  }
  return { page: { order, size, skip }, findings };
}

/** Both values together ask for everything. Upper and lower case are the same. */
export function readStatus(given: string[] | undefined): { only: Status | undefined } | { finding: Finding } {
  const wanted = [...new Set((given ?? []).map((text) => text.toLowerCase()))];
  if (!wanted.every((text) => text === 'open' || text === 'closed')) {
    return {
      finding: { field: 'status', message: 'status must be open, closed or both, separated by a comma.' },
    };
  }
  return { only: wanted.length === 1 ? wanted[0] : undefined };
}
