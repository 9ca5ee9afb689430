import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { notFound } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';
import type { Catalogue, Service } from '../catalogue/index.ts';
import { languageFor } from '../jurisdictions/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { listPossibleDuplicates } from './duplicate-repository.ts';
import type { Asked } from './find-request.ts';
import { readPlace } from './list-place.ts';
import { publicText, publishingOf } from './public-form.ts';

/** What somebody is about to submit. */
type Intended = { service_code: string; lat: number; long: number; description?: string };

/** What is older is not what somebody has just seen. */
const RECENT_DAYS = 90;

const DAY_MS = 86_400_000;

/**
 * Open cases that may be what somebody is about to submit: of the same group, near and recent. Those of sensitive services are
 * left out: where they are is not told, and they have no text to know them by.
 * @throws AppError not_found when there is no such service
 */
export async function listDuplicates(
  app: { db: Knex; clock: Clock },
  { jurisdiction, catalogue }: { jurisdiction: Jurisdiction; catalogue: Catalogue },
  intended: Intended,
  asked: Pick<Asked, 'languages' | 'extended' | 'baseUrl'>,
): Promise<{ status: 200; json: string; language: string }> {
  const { service_code, lat, long, description = '' } = intended;
  const service = catalogue.get(service_code);
  if (service === undefined) {
    throw notFound(
      `service_code ${quoted(service_code)} is not known here. services.json lists all codes.`,
      'service_code',
    );
  }
  const radius = service.duplicate_radius;
  const { place } = readPlace({ lat, long, radius });
  const language = languageFor(jurisdiction, asked.languages);
  const json = await listPossibleDuplicates(
    app.db,
    {
      jurisdiction_id: jurisdiction.jurisdiction_id,
      service_code,
      lat,
      long,
      radius,
      description: publicText(description, publishingOf(jurisdiction, service)) ?? '',
      filter: {
        requested: { from: new Date(app.clock.now().getTime() - RECENT_DAYS * DAY_MS) },
        serviceCodes: alike(service, catalogue),
        status: 'open',
        words: [],
        ...(place === undefined ? {} : { place }),
      },
    },
    { locale: language, home: jurisdiction.locale, extended: asked.extended, baseUrl: asked.baseUrl },
  );
  return { status: 200, json, language };
}

/** The services of the same group that tell the public everything. */
const alike = (service: Service, catalogue: Catalogue): string[] =>
  [...catalogue.values()]
    .filter(
      ({ service_code, group_code, publishes }) =>
        publishes === 'everything' &&
        (service_code === service.service_code || (group_code !== null && group_code === service.group_code)),
    )
    .map(({ service_code }) => service_code);
