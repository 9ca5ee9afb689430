import type { Knex } from 'knex';
import { notFound } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { readCaseNumber } from './case-number.ts';
import { listPublicRequestsByNumber } from './request-repository.ts';
import { findToken } from './submission-repository.ts';

/**
 * One public case, in a list of one, as JSON text (standard, 3.6). A case of another city and one that the public may not
 * see are answered like one that does not exist.
 * @throws AppError not_found
 */
export async function findRequest(
  app: { db: Knex },
  jurisdiction: Jurisdiction,
  number: string,
  baseUrl: string,
): Promise<string> {
  const { jurisdiction_id, locale } = jurisdiction;
  const shape = readCaseNumber(number);
  if (shape === 'mistyped') {
    throw notFound(
      `${number} seems to be mistyped: its last digit does not go with the others. Please compare it once more.`,
      'service_request_id',
    );
  }
  const list =
    shape === 'possible'
      ? await listPublicRequestsByNumber(app.db, jurisdiction_id, { locale, baseUrl }, [number])
      : '[]';
  if (list === '[]') throw notFound(`There is no request ${quoted(number)} here.`, 'service_request_id');
  return list;
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
