import type { Knex } from 'knex';
import { languageFor } from '../jurisdictions/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { readCaseNumber } from './case-number.ts';
import { findPublicRequest } from './request-repository.ts';
import type { Status } from './request.ts';

/** What a shared link shows of a case: a part of what everybody may see. */
export type RequestPreview = {
  service_name: string;
  status: Status;
  address: string | null;
  description: string | null;
  media_url: string | null;
};

/** @returns undefined when there is no public case of that number in this city */
export async function previewRequest(
  app: { db: Knex },
  jurisdiction: Jurisdiction,
  number: string,
  asked: { locale: string; baseUrl: string },
): Promise<RequestPreview | undefined> {
  if (readCaseNumber(number) !== 'possible') return undefined;
  const found = await findPublicRequest(app.db, jurisdiction.jurisdiction_id, number, {
    locale: languageFor(jurisdiction, [asked.locale]),
    home: jurisdiction.locale,
    extended: false,
    baseUrl: asked.baseUrl,
  });
  if (found === undefined) return undefined;
  const [item] = JSON.parse(found.json) as RequestPreview[];
  return item;
}
