import type { Knex } from 'knex';
import type { AnswerText } from '../../platform/answer-text.ts';
import type { Clock } from '../../platform/clock.ts';
import { notFound } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { languageFor } from '../jurisdictions/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { readCaseNumber } from './case-number.ts';
import { settledPart } from './date-window.ts';
import { tellByNumber } from './find-request.ts';
import type { Asked, CaseDoors, Told } from './find-request.ts';
import { bindingOf, readCursor, windowOf, writeCursor, writtenWindow } from './list-cursor.ts';
import type { Place, WrittenWindow } from './list-cursor.ts';
import { readListQuery } from './list-query.ts';
import type { ListMemory } from './list-memory.ts';
import type { ListFilter, ListPage, ListQuery } from './list-query.ts';
import { settleWords } from './list-search-repository.ts';
import { settlePlace } from './occupied-cells-repository.ts';
import { findPublicPage, listNumbersOfKey, listPublicRequests } from './request-list-repository.ts';
import type { ListAsked, ListedPage } from './request-list-repository.ts';
import { requireKnownTombstones } from './tombstone-repository.ts';
import { findHorizon } from './request-repository.ts';

/** How a list goes on: what stands behind its last case, and how many cases there are on all pages. */
export type ListEnd = { cursor?: string; total: number; estimated: boolean };

/** How a caller wants a list, and which text of it was told last. */
type ListAskedFor = Asked & { toldBefore: (of: string) => AnswerText | undefined };

/** Its cases, or the text of before, which still holds. */
type ToldList = (Told | { status: 200; language: string; tag: string; told: AnswerText }) & {
  of?: string;
  end?: ListEnd;
};

/** The doors that lists need. */
export type ListDoors = { db: Knex; clock: Clock; memory: ListMemory };

type City = { jurisdiction: Jurisdiction; catalogue: Catalogue };

/**
 * Public cases as JSON text (standard, 3.5 and 6).
 * @throws AppError invalid with every mistake, not_found when no code that was asked for exists
 */
export async function listRequests(
  app: ListDoors & CaseDoors,
  city: City,
  query: ListQuery,
  asked: ListAskedFor,
): Promise<ToldList> {
  const { jurisdiction } = city;
  if (query.service_request_id !== undefined) {
    const possible = query.service_request_id.filter((text) => readCaseNumber(text) === 'possible');
    const numbers =
      query.key_id === undefined
        ? possible
        : await listNumbersOfKey(app.db, jurisdiction.jurisdiction_id, query.key_id, possible);
    return tellByNumber(app, jurisdiction, numbers, asked);
  }
  const { filter, page } = readListQuery(query, city, app.clock.now());
  const serviceCodes = readServiceCodes(query.service_code, city.catalogue);
  if (serviceCodes !== undefined) filter.serviceCodes = serviceCodes;
  filter.words = await settleWords(app.db, jurisdiction.jurisdiction_id, filter.words);

  const withdrawn = asked.extended && query.updated_after !== undefined && page.order === 'updated_datetime';
  if (withdrawn && filter.updated !== undefined) requireKnownTombstones(filter.updated.from, app.clock.now());
  const walk = await openWalk(app, jurisdiction.jurisdiction_id, query, filter, page);
  // After the horizon: a cell whose first case is told by it is found.
  const place = await settlePlace(app.db, jurisdiction.jurisdiction_id, filter.place);
  if (place !== undefined) filter.place = place;
  const rowsAsked: ListAsked = {
    jurisdiction_id: jurisdiction.jurisdiction_id,
    filter,
    page,
    ...(walk.after === undefined ? {} : { after: walk.after }),
    withdrawn,
  };

  const language = languageFor(jurisdiction, asked.languages);
  // Whether there is a next page is in it, so that who follows a list by its tag hears of one.
  const tagOf = ({ rows, last }: Pick<ListedPage, 'rows' | 'last'>) =>
    [
      rows,
      last !== undefined,
      walk.binding,
      jurisdiction.changeset.getTime(),
      language,
      asked.extended,
      asked.baseUrl,
      page.size,
      page.skip,
    ].join(' ');
  const of = `${tagOf({ rows: '', last: undefined })} ${query.cursor ?? ''}`;
  const before = asked.toldBefore(of);
  if (asked.hasCopy !== undefined || before !== undefined) {
    // The indexes know without the cases whether anything has changed.
    const found = await findPublicPage(app.db, rowsAsked);
    const tag = tagOf(found);
    if (asked.hasCopy?.(tag) === true) return { status: 304, tag, language };
    if (before?.madeOf === tag)
      return { status: 200, told: before, tag, language, end: await endOf(app, rowsAsked, found, walk) };
  }
  const found = await listPublicRequests(app.db, rowsAsked, {
    locale: language,
    home: jurisdiction.locale,
    extended: asked.extended,
    baseUrl: asked.baseUrl,
  });
  return {
    status: 200,
    json: found.json,
    of,
    tag: tagOf(found),
    language,
    end: await endOf(app, rowsAsked, found, walk),
  };
}

/** A code that is unknown here finds nothing; when none is known, the caller is told so (standard, 3.5). */
export function readServiceCodes(given: string[] | undefined, catalogue: Catalogue): string[] | undefined {
  const known = given?.filter((code) => catalogue.has(code));
  if (known?.length === 0) {
    throw notFound(
      `service_code ${quoted((given ?? []).join(', '))} is not known here. services.json lists all codes.`,
      'service_code',
    );
  }
  return known;
}

/** What all pages of a walk keep from the first one, and where it stands. */
type Cursor = Place & {
  requested?: WrittenWindow;
  updated?: WrittenWindow;
  /** How many there are in all, as the first page counted or estimated them. */
  total: number;
  estimated: boolean;
};

/** A walk through a list: its first page, or where its cursor stands. */
type Walk = { binding: string; after?: Cursor };

/**
 * Reads the cursor, and puts the windows of the first page in the place of those of `filter`. The first page fixes that of
 * changes at the horizon: what changes on the way leaves the window, and is found by who goes on from the last change told.
 */
async function openWalk(
  { db, memory }: ListDoors,
  jurisdictionId: string,
  query: ListQuery,
  filter: ListFilter,
  page: ListPage,
): Promise<Walk> {
  const { cursor, page: _page, page_size: _size, ...filters } = query;
  const binding = bindingOf('requests', jurisdictionId, { ...filters, sort: page.order });
  if (cursor === undefined) {
    // In a statement of its own, before the cases are looked at.
    if (filter.updated !== undefined) filter.updated = settledPart(filter.updated, await findHorizon(db));
    return { binding };
  }
  const after = readCursor<Cursor>(await memory.cursorSecret(), binding, cursor);
  if (after.requested !== undefined) filter.requested = windowOf(after.requested);
  if (after.updated !== undefined) filter.updated = windowOf(after.updated);
  return { binding, after };
}

/** What the caller is told of the pages behind this one; the cases are counted once in a walk. */
async function endOf(
  { memory }: ListDoors,
  asked: ListAsked,
  found: ListedPage,
  walk: Walk,
): Promise<ListEnd> {
  const { filter, page } = asked;
  const count =
    walk.after ??
    (found.last === undefined && (found.listed > 0 || page.skip === 0)
      ? { total: page.skip + found.listed, estimated: false }
      : await memory.total(`${walk.binding} ${asked.withdrawn}`, asked));
  const { total, estimated } = count;
  if (found.last === undefined) return { total, estimated };
  const cursor: Cursor = {
    ...found.last,
    ...(filter.requested === undefined ? {} : { requested: writtenWindow(filter.requested) }),
    ...(filter.updated === undefined ? {} : { updated: writtenWindow(filter.updated) }),
    total,
    estimated,
  };
  return { cursor: writeCursor(await memory.cursorSecret(), walk.binding, cursor), total, estimated };
}
