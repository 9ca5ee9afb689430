import type { Knex } from 'knex';
import { notFound } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';
import { languageFor } from '../jurisdictions/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { readCaseNumber } from './case-number.ts';
import type { CaseVersions } from './case-versions.ts';
import { findPublicRequest, findPublicRequests } from './request-repository.ts';
import { findToken } from './submission-repository.ts';

/**
 * One public case, in a list of one, as JSON text (standard, 3.6). A case of another city and one that the public may not
 * see are answered like one that does not exist.
 * @throws AppError not_found
 */
export async function findRequest(
  app: CaseDoors,
  jurisdiction: Jurisdiction,
  number: string,
  asked: Asked,
): Promise<Told> {
  requireCaseNumber(number);
  const told = await tellByNumber(app, jurisdiction, [number], asked);
  if ('json' in told && told.json === '[]') throw unknownRequest(number);
  return told;
}

/** @throws AppError not_found when there can be no case of that number */
export function requireCaseNumber(number: string): void {
  const shape = readCaseNumber(number);
  if (shape === 'mistyped') {
    throw notFound(
      `${number} seems to be mistyped: its last digit does not go with the others. Please compare it once more.`,
      'service_request_id',
    );
  }
  if (shape !== 'possible') throw unknownRequest(number);
}

export const unknownRequest = (number: string) =>
  notFound(`There is no request ${quoted(number)} here.`, 'service_request_id');

/** The doors that cases are told through. */
export type CaseDoors = { db: Knex; versions: CaseVersions };

/** How a caller wants cases, and what it has already. */
export type Asked = {
  languages: readonly string[];
  /** With what goes beyond the standard (section 7). */
  extended: boolean;
  hasCopy: ((tag: string) => boolean) | undefined;
  /** The address of this server, without a slash at its end; those of pictures begin with it. */
  baseUrl: string;
};

/** Cases as JSON text, or that the caller has them already. */
export type Told = { language: string; tag: string } & ({ status: 200; json: string } | { status: 304 });

/** Public cases by their numbers; the numbers that are unknown here are missing (standard, 3.5). */
export async function tellByNumber(
  app: CaseDoors,
  jurisdiction: Jurisdiction,
  numbers: readonly string[],
  asked: Asked,
): Promise<Told> {
  const { jurisdiction_id, locale: home, changeset } = jurisdiction;
  const language = languageFor(jurisdiction, asked.languages);
  const { extended, baseUrl } = asked;
  // Names and notices come from the catalogue, pictures are found at this server; all else is told by number and version.
  const tagOf = (rows: string) =>
    [rows, jurisdiction_id, changeset.getTime(), language, extended, baseUrl].join(' ');
  const [only, ...more] = numbers;
  const one = more.length === 0 ? only : undefined;
  if (asked.hasCopy !== undefined) {
    const rows =
      one === undefined
        ? (await findPublicRequests(app.db, jurisdiction_id, numbers, undefined)).rows
        : await app.versions.of(jurisdiction_id, one);
    // Of a case that is not there nobody has a copy, also who says `*`.
    if (rows !== undefined && asked.hasCopy(tagOf(rows))) return { status: 304, tag: tagOf(rows), language };
  }
  const item = { locale: language, home, extended, baseUrl };
  const found =
    one === undefined
      ? await findPublicRequests(app.db, jurisdiction_id, numbers, item)
      : await findPublicRequest(app.db, jurisdiction_id, one, item);
  return { status: 200, json: found?.json ?? '[]', tag: tagOf(found?.rows ?? ''), language };
}

/**
 * The number behind a token (standard, 3.4); null until the city has taken the case over.
 * @throws AppError not_found
 */
export async function resolveToken(
  app: { db: Knex },
  jurisdictionId: string,
  token: string,
): Promise<string | null> {
  const found = await findToken(app.db, jurisdictionId, token);
  if (found === undefined) throw notFound('This token is not known here.', 'token');
  return found.number;
}
