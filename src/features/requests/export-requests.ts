import type { Readable } from 'node:stream';
import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { dayOf } from '../../platform/date-time.ts';
import { invalid, unavailable } from '../../platform/errors.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { languageFor } from '../jurisdictions/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { openWindow } from './date-window.ts';
import { readStatus } from './list-query.ts';
import type { CaseFilter, ListQuery } from './list-query.ts';
import { readServiceCodes } from './list-requests.ts';
import { copyPublicRequests } from './request-export-repository.ts';

/** What an export can be asked for: the filters of lists, without their limit of days. */
type ExportQuery = Pick<ListQuery, 'service_code' | 'status' | 'start_date' | 'end_date'>;

type RequestExport = {
  language: string;
  /** City and day, without an ending. */
  name: string;
  /** Begins to read: each case as JSON text on a line, the newest first. */
  open(): Promise<Readable>;
};

/**
 * All public cases of a city, as they are at one moment.
 * @param asked.seconds how long reading may take; 0: as long as it takes
 * @throws AppError invalid with every mistake, not_found when no code that was asked for exists
 */
export function exportRequests(
  app: { db: Knex; clock: Clock },
  city: { jurisdiction: Jurisdiction; catalogue: Catalogue },
  query: ExportQuery,
  asked: { languages: readonly string[]; baseUrl: string; seconds: number },
): RequestExport {
  const { jurisdiction_id, live_jurisdiction_id, kind, time_zone, locale: home } = city.jurisdiction;
  const filter = readExportQuery(query, time_zone);
  const serviceCodes = readServiceCodes(query.service_code, city.catalogue);
  if (serviceCodes !== undefined) filter.serviceCodes = serviceCodes;
  const language = languageFor(city.jurisdiction, asked.languages);
  const item = { locale: language, home, baseUrl: asked.baseUrl, extended: false };
  return {
    language,
    name: `${live_jurisdiction_id}${kind === 'test' ? '-test' : ''}-requests-${dayOf(app.clock.now(), time_zone)}`,
    open: () => copyPublicRequests(app.db, { jurisdiction_id, filter }, item, asked.seconds),
  };
}

function readExportQuery(query: ExportQuery, zone: string): CaseFilter {
  const requested = openWindow(query, zone);
  const status = readStatus(query.status);
  const findings = [
    ...('findings' in requested ? requested.findings : []),
    ...('finding' in status ? [status.finding] : []),
  ];
  if ('findings' in requested || 'finding' in status) throw invalid(findings);
  return {
    requested: requested.window,
    ...(status.only === undefined ? {} : { status: status.only }),
    words: [],
  };
}

/** Each one keeps a connection and a core of PostgreSQL busy, beside all that residents wait for. */
const MOST_AT_ONCE = 2;

/** Most cities are read in less; whoever comes back earlier often meets the same export. */
const BUSY_RETRY_SECONDS = 30;

/** The exports that run in this process. */
export class RunningExports {
  private running = 0;

  /** @throws AppError unavailable when there are enough of them */
  async open(found: RequestExport): Promise<Readable> {
    if (this.running >= MOST_AT_ONCE) {
      throw unavailable(
        `Other exports are running. Try again in ${BUSY_RETRY_SECONDS} seconds.`,
        BUSY_RETRY_SECONDS,
      );
    }
    this.running += 1;
    const end = () => (this.running -= 1);
    try {
      return (await found.open()).once('close', end);
    } catch (error) {
      end();
      throw error;
    }
  }
}
