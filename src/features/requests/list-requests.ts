import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { invalidField, notFound } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { languageFor } from '../jurisdictions/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { readCaseNumber } from './case-number.ts';
import { tellByNumber } from './find-request.ts';
import type { Asked, Told } from './find-request.ts';
import { bindingOf, readCursor, writeCursor } from './list-cursor.ts';
import type { Cursor } from './list-cursor.ts';
import { readListQuery } from './list-query.ts';
import type { ListMemory } from './list-memory.ts';
import type { ListFilter, ListPage, ListQuery } from './list-query.ts';
import { settleWords } from './list-search-repository.ts';
import { hashPublicRequests, listPublicRequests } from './request-list-repository.ts';
import type { ListAsked, ListedRows } from './request-list-repository.ts';
import { requireKnownTombstones } from './tombstone-repository.ts';
import { findHorizon } from './request-repository.ts';

/** How a list goes on: what stands behind its last case, and how many cases there are on all pages. */
export type ListEnd = { cursor?: string; total: number; estimated: boolean };

/** The doors that lists need. */
export type ListDoors = { db: Knex; clock: Clock; memory: ListMemory };

type City = { jurisdiction: Jurisdiction; catalogue: Catalogue };

/**
 * Public cases as JSON text (standard, 3.5 and 6).
 * @throws AppError invalid with every mistake, not_found when no code that was asked for exists
 */
export async function listRequests(
  app: ListDoors,
  city: City,
  query: ListQuery,
  asked: Asked,
): Promise<Told & { end?: ListEnd }> {
  const { jurisdiction } = city;
  if (query.service_request_id !== undefined) {
    const numbers = query.service_request_id.filter((text) => readCaseNumber(text) === 'possible');
    return tellByNumber(app, jurisdiction, numbers, asked);
  }
  const { filter, page } = readListQuery(query, city, app.clock.now());
  const serviceCodes = readServiceCodes(query.service_code, city.catalogue);
  if (serviceCodes !== undefined) filter.serviceCodes = serviceCodes;
  filter.words = await settleWords(app.db, jurisdiction.jurisdiction_id, filter.words);

  const withdrawn = asked.extended && query.updated_after !== undefined && page.order === 'updated_datetime';
  if (withdrawn && filter.updated !== undefined) requireKnownTombstones(filter.updated.from, app.clock.now());
  const walk = await openWalk(app, jurisdiction.jurisdiction_id, query, filter, page);
  // In a statement of its own, before the cases are looked at.
  const horizon = filter.updated === undefined ? undefined : await findHorizon(app.db);
  const rowsAsked: ListAsked = {
    jurisdiction_id: jurisdiction.jurisdiction_id,
    filter,
    page,
    ...(walk.after === undefined ? {} : { after: walk.after }),
    ...(horizon === undefined ? {} : { horizon }),
    withdrawn,
  };

  const language = languageFor(jurisdiction, asked.languages);
  const tagOf = (rows: string) =>
    [
      rows,
      walk.binding,
      jurisdiction.changeset.getTime(),
      language,
      asked.extended,
      page.size,
      page.skip,
    ].join(' ');
  if (asked.hasCopy !== undefined) {
    const tag = tagOf(await hashPublicRequests(app.db, rowsAsked));
    if (asked.hasCopy(tag)) return { status: 304, tag, language };
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
    tag: tagOf(found.rows),
    language,
    end: await endOf(app, rowsAsked, found, walk),
  };
}

/** A code that is unknown here finds nothing; when none is known, the caller is told so (standard, 3.5). */
function readServiceCodes(given: string[] | undefined, catalogue: Catalogue): string[] | undefined {
  const known = given?.filter((code) => catalogue.has(code));
  if (known?.length === 0) {
    throw notFound(
      `service_code ${quoted((given ?? []).join(', '))} is not known here. services.json lists all codes.`,
      'service_code',
    );
  }
  return known;
}

/** A walk through a list: its first page, or where its cursor stands. */
type Walk = { binding: string; after?: Cursor };

/** Reads the cursor, and puts the window of the first page in the place of that of `filter`. */
async function openWalk(
  { memory }: ListDoors,
  jurisdictionId: string,
  query: ListQuery,
  filter: ListFilter,
  page: ListPage,
): Promise<Walk> {
  const { cursor, page: _page, page_size: _size, ...filters } = query;
  const binding = bindingOf([jurisdictionId, page.order, Object.entries(filters).sort()]);
  if (cursor === undefined) return { binding };
  const after = readCursor(await memory.cursorSecret(), binding, cursor);
  if (after === undefined) {
    throw invalidField(
      'cursor',
      'This cursor was not made for this list. Follow the Link header as it is, with every parameter.',
    );
  }
  const { from, to } = after;
  if (from !== null && to !== null && filter.requested !== undefined)
    filter.requested = { from: new Date(from), to: new Date(to) };
  return { binding, after };
}

/** What the caller is told of the pages behind this one; the cases are counted once in a walk. */
async function endOf(
  { memory }: ListDoors,
  asked: ListAsked,
  found: ListedRows,
  walk: Walk,
): Promise<ListEnd> {
  const { filter, page } = asked;
  const count =
    walk.after ??
    (found.last === undefined && (found.listed > 0 || page.skip === 0)
      ? { total: page.skip + found.listed, estimated: false }
      : await memory.total(asked));
  const { total, estimated } = count;
  if (found.last === undefined) return { total, estimated };
  const cursor = writeCursor(await memory.cursorSecret(), walk.binding, {
    from: filter.requested?.from.getTime() ?? null,
    to: filter.requested?.to.getTime() ?? null,
    ...found.last,
    total,
    estimated,
  });
  return { cursor, total, estimated };
}
